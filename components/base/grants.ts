/** What may be done with a thing, as data: code, docs, tests and the check of action names read it. */
import * as pulumi from "@pulumi/pulumi";
import type { Access, Connection, PolicyStatement } from "../contracts";

/** One way to use a thing. */
export interface Grant {
  /** Actions on the thing itself. */
  readonly actions: readonly string[];
  /** Actions on the customer's key that encrypts it, where there is one. Default: none. */
  readonly key?: readonly string[];
  /** When it holds. Default: always. */
  readonly condition?: PolicyStatement["Condition"];
}

/**
 * All ways to use a thing, as a component's `static grants`.
 *
 * @example
 * const grants = {
 *   send: { actions: ["sqs:SendMessage"], key: ["kms:GenerateDataKey", "kms:Decrypt"] },
 * } satisfies Grants;
 */
export type Grants = Readonly<Record<string, Grant>>;

/** What a grant is given on. */
export interface Granted {
  /** ARN, or several, of what the actions are allowed on. */
  readonly arn: pulumi.Input<string> | readonly pulumi.Input<string>[];
  /** ARN of the customer's key that encrypts it, where there is one. */
  readonly keyArn?: pulumi.Input<string>;
  /** The way to it, where it is reached through the VPC. */
  readonly connection?: Connection;
}

/**
 * The permission that a grant gives: its actions on the thing, and those on its key where it has one.
 *
 * @example
 * const access = accessTo(new Queue("uploads"), Queue.grants.send);
 */
export function accessTo({ arn, keyArn, connection }: Granted, grant: Grant): Access {
  const { actions, key, condition } = grant;
  const statements: PolicyStatement[] = [
    { ...allow(actions, arn), ...(condition ? { Condition: condition } : {}) },
    ...(keyArn !== undefined && key ? [allow(key, keyArn)] : []),
  ];
  return { statements, ...(connection ? { connection } : {}) };
}

/** Several permissions as one. */
export function allOf(first: Access, ...others: readonly Access[]): Access {
  const statements = [first, ...others].flatMap((access) => access.statements);
  return { ...first, statements };
}

function allow(actions: readonly string[], arn: Granted["arn"]): PolicyStatement {
  return {
    Effect: "Allow",
    Action: [...actions],
    Resource: Array.isArray(arn)
      ? [...(arn as pulumi.Input<string>[])]
      : (arn as pulumi.Input<string>),
  };
}
