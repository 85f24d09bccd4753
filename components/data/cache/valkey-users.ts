/** The users of a Valkey cache, and what each may do. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { keepPassword, KeptPasswordChildren } from "../../base/kept-password";
import { physicalIdentifier } from "../../base/physical-identifier";
import { MakeChild } from "../../component";

/** How a user proves who it is. */
export const valkeyAuthentications = ["iam", "password"] as const;
export type ValkeyAuthentication = (typeof valkeyAuthentications)[number];

/**
 * All keys and all commands but those that stop a cache or read others' secrets; clients ask `INFO` when
 * they connect. https://valkey.io/topics/acl/
 */
const DEFAULT_ACCESS = "on ~* &* +@all -@dangerous +info";

/** Ids of users and groups; ElastiCache keeps them in lower case. */
const LONGEST_ID = 40;
/** ElastiCache takes 16 to 128 printable characters. */
const PASSWORD_LENGTH = 64;

export interface ValkeyUserArgs {
  /** What the user may do, in Valkey's access control words. Default: all but `@dangerous` commands, on every key. */
  accessString?: string;
  /** `iam`: by the role of whoever connects. `password`: for clients that can't make tokens, kept in Secrets Manager. Default: `iam`. */
  authentication?: ValkeyAuthentication;
}

export interface ValkeyUserChildren extends KeptPasswordChildren {
  user: aws.elasticache.UserArgs;
  userGroup: aws.elasticache.UserGroupArgs;
}

interface ValkeyUsersNeeds {
  readonly cache: string;
  readonly secretsKey: pulumi.Output<string> | undefined;
  /** For the secrets: protection, or none. */
  readonly keep: pulumi.CustomResourceOptions;
  readonly child: MakeChild;
}

/** Users that were made, by the names that the program gave them. */
export interface ValkeyUsers {
  readonly group: aws.elasticache.UserGroup;
  readonly users: Readonly<Record<string, aws.elasticache.User>>;
  /** Secrets of those who sign in by password. */
  readonly secrets: Readonly<Record<string, aws.secretsmanager.Secret>>;
}

/** Makes the users and their group. A Valkey group needs no user named `default`, unlike one of Redis. */
export function makeValkeyUsers(
  wanted: Readonly<Record<string, ValkeyUserArgs>>,
  needs: ValkeyUsersNeeds,
): ValkeyUsers {
  const { cache, child } = needs;
  const users: Record<string, aws.elasticache.User> = {};
  const secrets: Record<string, aws.secretsmanager.Secret> = {};
  for (const name of Object.keys(wanted).sort()) {
    const { accessString = DEFAULT_ACCESS, authentication = "iam" } = wanted[name];
    // With IAM the id and the name must be the same ("Authenticating with IAM", ElastiCache user guide).
    const userId = physicalIdentifier(`${cache}-${name}`, LONGEST_ID);
    const kept =
      authentication === "password"
        ? keepPassword({
            suffix: `password-${name}`,
            username: userId,
            description: `Password of the cache's user ${userId}`,
            length: PASSWORD_LENGTH,
            keyArn: needs.secretsKey,
            ...{ keep: needs.keep, child },
          })
        : undefined;
    if (kept) secrets[name] = kept.secret;
    users[name] = child(
      aws.elasticache.User,
      `user-${name}`,
      {
        engine: "valkey",
        userId,
        userName: userId,
        accessString,
        authenticationMode: kept
          ? { type: "password", passwords: [kept.password] }
          : { type: "iam" },
      },
      // Create-only; with another name of the program's, and an alias, users stay who they were.
      { key: "user", ignoreChanges: ["userId", "userName"] },
    );
  }
  const group = child(
    aws.elasticache.UserGroup,
    "users",
    {
      engine: "valkey",
      userGroupId: physicalIdentifier(cache, LONGEST_ID),
      userIds: Object.values(users).map(({ userId }) => userId),
    },
    { key: "userGroup", ignoreChanges: ["userGroupId"] },
  );
  return { group, users, secrets };
}
