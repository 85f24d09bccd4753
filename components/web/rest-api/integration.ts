/** How requests of a REST API reach a function. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { whenMade } from "../../base/outputs";
import { Invocable } from "../../contracts";
import { restIntegrationTimeout, restStreamTimeout } from "../../../rules/api-gateway";

/** The part of an integration that depends on the function alone. */
export function functionIntegration(
  target: Invocable,
  streams: boolean,
): Omit<aws.apigateway.IntegrationArgs, "restApi" | "resourceId" | "httpMethod"> {
  return {
    type: "AWS_PROXY",
    integrationHttpMethod: "POST", // how Lambda is invoked, whatever the client sent
    uri: streams ? streamingUri(target.invokeArn) : target.invokeArn,
    responseTransferMode: streams ? "STREAM" : "BUFFERED",
    timeoutMilliseconds: longestAnswer(streams) * 1000,
  };
}

/** Seconds that the API waits for the whole answer. */
export function longestAnswer(streams: boolean): number {
  return (streams ? restStreamTimeout : restIntegrationTimeout).max / 1000;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html */
function streamingUri(invokeArn: pulumi.Output<string>): pulumi.Output<string> {
  return whenMade(invokeArn, (arn) =>
    arn
      .replace("/2015-03-31/functions/", "/2021-11-15/functions/")
      .replace(/\/invocations$/, "/response-streaming-invocations"),
  );
}
