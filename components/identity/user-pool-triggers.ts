/** The functions that a user pool asks, each with its event. */
import type {
  CreateAuthChallengeTriggerEvent,
  CustomEmailSenderTriggerEvent,
  CustomMessageTriggerEvent,
  CustomSMSSenderTriggerEvent,
  DefineAuthChallengeTriggerEvent,
  PostAuthenticationTriggerEvent,
  PostConfirmationTriggerEvent,
  PreAuthenticationTriggerEvent,
  PreSignUpTriggerEvent,
  PreTokenGenerationV2TriggerEvent,
  UserMigrationTriggerEvent,
  VerifyAuthChallengeResponseTriggerEvent,
} from "aws-lambda";

/** When a user pool asks a function, with what; but for the two senders it wants the event back, changed or not. */
export interface UserPoolEvents {
  /** Before somebody is signed up: an error refuses. */
  preSignUp: PreSignUpTriggerEvent;
  /** After somebody confirmed the address, or a forgotten password. */
  postConfirmation: PostConfirmationTriggerEvent;
  /** Before a sign-in: an error refuses. */
  preAuthentication: PreAuthenticationTriggerEvent;
  postAuthentication: PostAuthenticationTriggerEvent;
  /** Before tokens are made: adds claims and scopes to both of them. */
  preTokenGeneration: PreTokenGenerationV2TriggerEvent;
  /** Words the mails and text messages. */
  customMessage: CustomMessageTriggerEvent;
  defineAuthChallenge: DefineAuthChallengeTriggerEvent;
  createAuthChallenge: CreateAuthChallengeTriggerEvent;
  verifyAuthChallengeResponse: VerifyAuthChallengeResponseTriggerEvent;
  /** Somebody the pool does not know signs in: the function may bring the user over. */
  userMigration: UserMigrationTriggerEvent;
  /** Sends mails itself; the code is encrypted with the pool's `senderKeyArn`. */
  customEmailSender: CustomEmailSenderTriggerEvent;
  /** Likewise for text messages. */
  customSmsSender: CustomSMSSenderTriggerEvent;
}

export type UserPoolTriggerKind = keyof UserPoolEvents;

/** What the function answers: the event, but for those that send. */
export type UserPoolAnswer<Kind extends UserPoolTriggerKind> = Kind extends
  "customEmailSender" | "customSmsSender"
  ? void
  : UserPoolEvents[Kind];

/** The versions of events that are set apart from the function (API reference, LambdaConfigType). */
export const eventVersions: { readonly [Kind in UserPoolTriggerKind]?: string } = {
  preTokenGeneration: "V2_0",
  customEmailSender: "V1_0",
  customSmsSender: "V1_0",
};

/** True for the two that decrypt what they send. */
export function isSender(kind: UserPoolTriggerKind): boolean {
  return kind === "customEmailSender" || kind === "customSmsSender";
}
