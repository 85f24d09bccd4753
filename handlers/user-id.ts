import type {
  APIGatewayEventRequestContextJWTAuthorizer,
  APIGatewayProxyEventV2,
} from "aws-lambda";

/** Everybody's id while no route has an authorizer. */
const everybody = "public";

/** Whose photos a request is about: the token's `sub` where the route has a JWT authorizer. */
export function userIdOf(event: APIGatewayProxyEventV2): string {
  const context: { authorizer?: Partial<APIGatewayEventRequestContextJWTAuthorizer> } =
    event.requestContext as object;
  const subject = context.authorizer?.jwt?.claims.sub;
  return typeof subject === "string" && subject !== "" ? subject : everybody;
}
