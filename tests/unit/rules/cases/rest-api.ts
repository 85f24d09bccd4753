import type { Cases } from "./case";

const uri = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/fn/invocations";
const streaming =
  "arn:aws:apigateway:eu-west-1:lambda:path/2021-11-15/functions/fn/response-streaming-invocations";

export const restApiCases: Cases = {
  "API-03-rest": { pass: { authorization: "AWS_IAM" }, fail: { authorization: "JWT" } },
  "API-03-rest-authorizer": {
    pass: { authorization: "CUSTOM", authorizerId: "a" },
    fail: { authorization: "COGNITO_USER_POOLS" },
  },
  "API-03-ttl": {
    pass: { authorizerResultTtlInSeconds: 3_600 },
    fail: { authorizerResultTtlInSeconds: 3_601 },
  },
  "API-04": { pass: { methodPath: "photos/GET" }, fail: { methodPath: "/photos/GET" } },
  "API-15": {
    pass: { responseTransferMode: "STREAM", type: "HTTP_PROXY" },
    fail: { responseTransferMode: "STREAM", type: "AWS" },
  },
  "API-15-uri": {
    pass: { type: "AWS_PROXY", responseTransferMode: "STREAM", uri: streaming },
    fail: { type: "AWS_PROXY", responseTransferMode: "STREAM", uri },
  },
};
