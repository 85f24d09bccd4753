/** Asked after somebody confirmed the address: writes the profile that the application keeps of a user. */
import { ConditionalCheckFailedException, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { PostConfirmationTriggerEvent } from "aws-lambda";
import { traced } from "../../components/compute/lambda/traced";
import { log } from "../log";
import type { Value } from "../value";

/** What the application keeps of a user beside what the pool does. */
export interface Profile {
  /** The `sub` of the user's tokens, which never changes. */
  userId: string;
  /** ISO 8601, UTC. */
  joinedAt: string;
  /** What others see; the user changes it later. */
  displayName: string;
}

// The pool waits five seconds in all, so a slow call is given up in time for a second one.
const documents = DynamoDBDocumentClient.from(
  traced(new DynamoDBClient({ requestHandler: { requestTimeout: 1500 }, maxAttempts: 2 })),
);

/**
 * The handler of the trigger `postConfirmation`. The pool tries three times, so a profile that is there
 * stays as it is.
 *
 * @param needs `profiles`: name of a table with hash key `userId`.
 * @param client Another client, in tests.
 */
export function makeProfile({ profiles }: { profiles: Value }, client?: DynamoDBDocumentClient) {
  return async (event: PostConfirmationTriggerEvent): Promise<PostConfirmationTriggerEvent> => {
    // The other source is a password that was forgotten: that user has a profile.
    if (event.triggerSource !== "PostConfirmation_ConfirmSignUp") {
      return event;
    }
    const { sub: userId, email = "" } = event.request.userAttributes;
    const profile: Profile = {
      userId,
      joinedAt: new Date().toISOString(),
      displayName: email.split("@")[0],
    };
    try {
      await (client ?? documents).send(
        new PutCommand({
          TableName: profiles.get(),
          Item: profile,
          ConditionExpression: "attribute_not_exists(userId)",
        }),
      );
      log("info", "profile made", { userId });
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) {
        throw error;
      }
      log("info", "profile was made before", { userId });
    }
    return event;
  };
}
