/** Functions and what belongs to them (AWS Lambda). */
import type { Shape } from "../shapes";
import { because, type Facts, FORCES_NEW, inRegion, NO_SUCH_TYPE } from "../type-facts";
import { plain, type Props, type Value } from "../wire-values";

export const facts: Facts = {
  "aws:lambda/function:Function": {
    outputs: {
      responseStreamingInvokeArn:
        "arn:aws:apigateway:{region}:lambda:path/2021-11-15/functions/{arn}/response-streaming-invocations",
      name: "{auto}",
      version: publishedVersion,
      arn: "arn:aws:lambda:{region}:{account}:function:{name}",
      qualifiedArn: "{arn}:{version}",
      invokeArn: "arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations",
      qualifiedInvokeArn:
        "arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{qualifiedArn}/invocations",
      id: "{name}",
    },
    replaces: {
      spec: "AWS::Lambda::Function",
      names: { FunctionName: "name" },
      also: because(FORCES_NEW, "durableConfig"),
    },
    counts: { version: isPublished },
    unique: inRegion("ResourceConflictException", "Function already exist: {name}"),
  },
  "aws:lambda/alias:Alias": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:lambda:{region}:{account}:function:{functionName}:{name}",
      invokeArn: "arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations",
      id: "{arn}",
    },
    replaces: { spec: "AWS::Lambda::Alias" },
    unique: inRegion("ResourceConflictException", "Alias already exists: {name}", [
      "functionName",
      "name",
    ]),
  },
  // Run once when it is made; all that it takes makes another one (provider's resource aws_lambda_invocation).
  "aws:lambda/invocation:Invocation": {
    outputs: { id: "{functionName}_$LATEST_{hex:32}", result: undefined },
    replaces: {
      also: because(FORCES_NEW, "functionName", "input", "qualifier", "triggers", "tenantId"),
    },
  },
  "aws:lambda/layerVersion:LayerVersion": {
    outputs: {
      layerArn: "arn:aws:lambda:{region}:{account}:layer:{layerName}",
      version: "1",
      arn: "{layerArn}:{version}",
      id: "{arn}",
    },
    replaces: {
      spec: "AWS::Lambda::LayerVersion",
      names: { Content: "code" },
      also: because(FORCES_NEW, "s3Bucket", "s3Key", "s3ObjectVersion", "sourceCodeHash"),
    },
  },
  "aws:lambda/functionUrl:FunctionUrl": {
    outputs: {
      urlId: "{base36:32}",
      functionUrl: "https://{urlId}.lambda-url.{region}.on.aws/",
      functionArn: "arn:aws:lambda:{region}:{account}:function:{functionName}",
      id: "{functionName}",
    },
    replaces: { spec: "AWS::Lambda::Url", names: { TargetFunctionArn: "functionName" } },
  },
  "aws:lambda/eventSourceMapping:EventSourceMapping": {
    outputs: {
      state: "Enabled",
      uuid: "{uuid}",
      arn: "arn:aws:lambda:{region}:{account}:event-source-mapping:{uuid}",
      functionArn: "arn:aws:lambda:{region}:{account}:function:{functionName}",
      id: "{uuid}",
    },
    replaces: {
      spec: "AWS::Lambda::EventSourceMapping",
      also: because(FORCES_NEW, "queues", "topics"),
    },
    unique: inRegion(
      "ResourceConflictException",
      'An event source mapping with arn ("{eventSourceArn}") and function ("{name}") already exists.',
      ["eventSourceArn", "functionName"],
    ),
  },
  "aws:lambda/codeSigningConfig:CodeSigningConfig": {
    outputs: {
      configId: "csc-{hex:17}",
      arn: "arn:aws:lambda:{region}:{account}:code-signing-config:{configId}",
      id: "{arn}",
    },
    replaces: { spec: "AWS::Lambda::CodeSigningConfig" },
  },
  "aws:lambda/permission:Permission": {
    outputs: {
      statementId: "{auto}",
      id: "{statementId}",
    },
    replaces: {
      spec: "AWS::Lambda::Permission",
      names: { FunctionName: "function", PrincipalOrgID: "principalOrgId" },
      also: because(FORCES_NEW, "qualifier", "statementId", "statementIdPrefix"),
    },
    unique: inRegion(
      "ResourceConflictException",
      "The statement id ({name}) provided already exists. Please provide a new statement id, or remove the existing statement.",
      ["function", "qualifier", "statementId"],
    ),
  },
  "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": {
    outputs: {
      id: "{functionName},{qualifier}",
    },
    replaces: { also: because(NO_SUCH_TYPE, "functionName", "qualifier") },
  },
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": {
    outputs: {
      id: qualified,
    },
    replaces: { spec: "AWS::Lambda::EventInvokeConfig" },
  },
  "aws:lambda/functionRecursionConfig:FunctionRecursionConfig": {
    outputs: { id: "{functionName}" },
  },
};

/** With `publish` the number of the newest version, which each change of code or configuration raises. */
function publishedVersion({ subject }: Shape): Value {
  return isPublished(subject.inputs) ? "1" : "$LATEST";
}

function isPublished(inputs: Props): boolean {
  return plain(inputs.publish) === true;
}

/** `name`, or `name:qualifier`. */
function qualified(shape: Shape): Value {
  const { functionName, qualifier } = shape.subject.inputs;
  const name = plain(functionName);
  const suffix = plain(qualifier);
  return typeof suffix === "string" ? `${String(name)}:${suffix}` : String(name);
}
