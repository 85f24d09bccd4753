/** Policy documents as JSON text. */
import * as pulumi from "@pulumi/pulumi";
import { PolicyStatement } from "../contracts";

/** The version of the policy language, not a date of ours. */
const VERSION = "2012-10-17";

/** The JSON text of a policy. Statements may hold Outputs, and may still be collected. */
export function policyDocument(
  statements: readonly PolicyStatement[] | Promise<readonly PolicyStatement[]>,
): pulumi.Output<string> {
  const whole = (list: readonly PolicyStatement[]) => ({ Version: VERSION, Statement: [...list] });
  return pulumi.jsonStringify(
    statements instanceof Promise ? statements.then(whole) : whole(statements),
  );
}

/** The JSON text of a trust policy: one AWS service may assume the role. */
export function assumedBy(service: string): string {
  const trust: PolicyStatement = {
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sts:AssumeRole",
  };
  return JSON.stringify({ Version: VERSION, Statement: [trust] });
}

/** Refuses every request that is not encrypted in transit. */
export function refusePlainText(
  action: string,
  resources: pulumi.Input<string> | pulumi.Input<string>[],
): PolicyStatement {
  return {
    Sid: "RefusePlainText",
    Effect: "Deny",
    Principal: "*",
    Action: action,
    Resource: resources as PolicyStatement["Resource"],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

/** A service that acts by its own principal, on behalf of one thing. */
export interface Sender {
  /** Its principal, such as `s3.amazonaws.com`. */
  readonly service: string;
  /** ARN of the thing, or of several. */
  readonly source: pulumi.Input<string> | pulumi.Output<string[]>;
  /** The account, where the ARN does not name it, as with a bucket's. Default: none. */
  readonly account?: pulumi.Input<string>;
}

/** Lets a service do one thing to a resource, on behalf of another. */
export function admit(
  action: string,
  resource: pulumi.Input<string>,
  { service, source, account }: Sender,
): PolicyStatement {
  return {
    Effect: "Allow",
    Principal: { Service: service },
    Action: action,
    Resource: resource,
    Condition: {
      ArnEquals: { "aws:SourceArn": source as pulumi.Input<string> },
      ...(account === undefined ? {} : { StringEquals: { "aws:SourceAccount": account } }),
    },
  };
}
