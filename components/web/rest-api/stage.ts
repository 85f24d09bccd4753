/** The stage of a REST API, with what it logs and how much it takes. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { EnvironmentFacts } from "../../base/environment-facts";
import { MakeChild } from "../../component";
import { logGroupArgs, vendedLogGroupArgs } from "../../base/log-groups";

/** A line of JSON a request. */
const ACCESS_LOG_FORMAT = JSON.stringify({
  requestId: "$context.requestId",
  time: "$context.requestTime",
  ip: "$context.identity.sourceIp",
  route: "$context.httpMethod $context.resourcePath",
  status: "$context.status",
  latency: "$context.responseLatency",
  length: "$context.responseLength",
  error: "$context.error.message",
  integrationError: "$context.integrationErrorMessage",
});

interface StageChoice {
  readonly name: string;
  readonly stageName: string;
  readonly tracing: boolean;
  readonly throttlingRateLimit: number;
  readonly throttlingBurstLimit: number;
}

export function makeStage(
  api: aws.apigateway.RestApi,
  deployment: aws.apigateway.Deployment,
  { name, stageName, tracing, throttlingRateLimit, throttlingBurstLimit }: StageChoice,
  environment: EnvironmentFacts,
  child: MakeChild,
): aws.apigateway.Stage {
  const logGroup = child(
    aws.cloudwatch.LogGroup,
    "access-logs",
    vendedLogGroupArgs(environment, name),
    { key: "logGroup" },
  );
  // API Gateway would make it itself, without retention.
  const executionLogs = child(aws.cloudwatch.LogGroup, "execution-logs", {
    ...logGroupArgs(environment),
    name: pulumi.interpolate`API-Gateway-Execution-Logs_${api.id}/${stageName}`,
  });
  const role = environment.once("apiGatewayLogs");
  const stage = child(
    aws.apigateway.Stage,
    "stage",
    {
      restApi: api.id,
      deployment: deployment.id,
      stageName,
      xrayTracingEnabled: tracing,
      accessLogSettings: { destinationArn: logGroup.arn, format: ACCESS_LOG_FORMAT },
    },
    { dependsOn: [executionLogs, ...role] },
  );
  child(
    aws.apigateway.MethodSettings,
    "settings",
    {
      restApi: api.id,
      stageName: stage.stageName,
      methodPath: "*/*",
      settings: {
        loggingLevel: "ERROR",
        dataTraceEnabled: false, // it would log bodies and credentials
        metricsEnabled: true,
        throttlingRateLimit,
        throttlingBurstLimit,
      },
    },
    { dependsOn: [...role] },
  );
  return stage;
}
