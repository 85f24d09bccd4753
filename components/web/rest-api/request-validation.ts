/** What requests to a REST API must have, which API Gateway checks before it calls a function. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import type { MakeChild } from "../../component";
import { RequestShape, RestRouteArgs } from "./route-args";

/** One validator an API, made by the first route that has something to check; a model a body. */
export class RequestValidation {
  #validator?: aws.apigateway.RequestValidator;

  constructor(
    private readonly restApi: pulumi.Output<string>,
    private readonly child: MakeChild,
  ) {}

  /** The part of a method that says what its requests must have. */
  methodArgs(
    suffix: string,
    { request, transform }: RestRouteArgs,
  ): Partial<aws.apigateway.MethodArgs> {
    if (!request) return {};
    const { restApi, child } = this;
    this.#validator ??= child(aws.apigateway.RequestValidator, "validator", {
      restApi,
      validateRequestBody: true,
      validateRequestParameters: true,
    });
    const model =
      request.body &&
      child(
        aws.apigateway.Model,
        suffix,
        {
          restApi,
          name: modelName(suffix),
          contentType: "application/json",
          schema: JSON.stringify(request.body),
        },
        { transform: transform?.model },
      );
    return {
      requestValidatorId: this.#validator.id,
      requestParameters: parametersOf(request),
      ...(model ? { requestModels: { "application/json": model.name } } : {}),
    };
  }
}

/** The parameters that requests must have, by the provider's names. */
function parametersOf({ query = [], headers = [] }: RequestShape): Record<string, boolean> {
  return Object.fromEntries([
    ...query.map((name) => [`method.request.querystring.${name}`, true]),
    ...headers.map((name) => [`method.request.header.${name}`, true]),
  ]) as Record<string, boolean>;
}

/** Letters and digits alone, which the provider's own names are not; a hash keeps paths apart. */
function modelName(suffix: string): string {
  const hash = createHash("sha256").update(suffix).digest("hex").slice(0, 8);
  return `${suffix.replace(/[^A-Za-z0-9]/g, "")}${hash}`;
}
