/** The stage of an HTTP API, with what it logs and how much it takes. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { EnvironmentFacts } from "../../base/environment-facts";
import { MakeChild } from "../../component";
import { logGroupArgs, vendedLogGroupArgs } from "../../base/log-groups";
import { SharedDocument } from "../../shared-document";

/** A line of JSON a request. */
const ACCESS_LOG_FORMAT = JSON.stringify({
  requestId: "$context.requestId",
  time: "$context.requestTime",
  ip: "$context.identity.sourceIp",
  route: "$context.routeKey",
  status: "$context.status",
  latency: "$context.responseLatency",
  length: "$context.responseLength",
  error: "$context.error.message",
  integrationError: "$context.integrationErrorMessage",
});

/** A route with a throttle of its own. */
export interface ThrottledRoute {
  readonly route: aws.apigatewayv2.Route;
  readonly key: string;
  readonly throttlingRateLimit: pulumi.Input<number>;
  readonly throttlingBurstLimit: pulumi.Input<number>;
}

interface StageChoice {
  readonly name: string;
  readonly stageName: string;
  readonly throttlingRateLimit: pulumi.Input<number>;
  readonly throttlingBurstLimit: pulumi.Input<number>;
}

/** @param throttled routes with settings of their own: a stage is refused that names a route which is not there */
export function makeHttpStage(
  api: aws.apigatewayv2.Api,
  { name, stageName, ...limits }: StageChoice,
  throttled: SharedDocument<ThrottledRoute>,
  environment: EnvironmentFacts,
  child: MakeChild,
): aws.apigatewayv2.Stage {
  const logGroup = child(
    aws.cloudwatch.LogGroup,
    "access-logs",
    vendedLogGroupArgs(environment, name),
    { key: "logGroup" },
  );
  keepFormerLogs(environment, child);
  const routeSettings = throttled.entries.then((routes) =>
    routes.map(({ key, throttlingRateLimit, throttlingBurstLimit }) => ({
      routeKey: key,
      throttlingRateLimit,
      throttlingBurstLimit,
      detailedMetricsEnabled: true,
    })),
  );
  const routes: Promise<pulumi.Resource[]> = throttled.entries.then((each) =>
    each.map(({ route }) => route),
  );
  return child(
    aws.apigatewayv2.Stage,
    "stage",
    {
      apiId: api.id,
      name: stageName,
      autoDeploy: true,
      accessLogSettings: { destinationArn: logGroup.arn, format: ACCESS_LOG_FORMAT },
      defaultRouteSettings: { ...limits, detailedMetricsEnabled: true },
      routeSettings,
    },
    { dependsOn: routes },
  );
}

/**
 * Where requests were logged until release 0.1. Nothing writes there any more; it stays for one release,
 * so that the state calls it retained before it goes and its lines outlive it (docs/upgrading.md).
 */
function keepFormerLogs(environment: EnvironmentFacts, child: MakeChild): void {
  child(aws.cloudwatch.LogGroup, "logs", logGroupArgs(environment), { retainOnDelete: true });
}
