// What holds for the functions of a feature that everyone may call.
import assert from "node:assert/strict";
import { previewFeatures } from "../stacks/shipped-stacks";

const web = { throttlingRateLimit: 10, throttlingBurstLimit: 20 };

/** Call inside `describe`: one caller can't take all of the account's concurrency with these. */
export function areBounded(
  feature: string,
  names: readonly string[],
  more: Record<string, unknown> = {},
): void {
  it("bounds what callers of its public routes take of the account, where that is set", async () => {
    for (const publicConcurrency of [50, undefined]) {
      const plan = await previewFeatures([feature], {
        ...more,
        "strata:web": { ...web, publicConcurrency },
      });
      const bounds = plan
        .find("aws:lambda/function:Function")
        .filter(({ inputs }) => inputs.reservedConcurrentExecutions !== undefined)
        .map(({ name, inputs }) => [name, inputs.reservedConcurrentExecutions]);
      const wanted = publicConcurrency === undefined ? [] : names;
      assert.deepEqual(
        bounds.sort(),
        [...wanted].sort().map((name) => [name, publicConcurrency]),
      );
    }
  });
}

/**
 * Call inside `describe`: its routes ask for a token once an issuer is set.
 *
 * @param open Those whose callers prove who they are otherwise.
 */
export function areClosed(
  feature: string,
  routes: readonly string[],
  open: readonly string[] = [],
  more: Record<string, unknown> = {},
): void {
  it("closes its routes to callers without a token once an issuer is set", async () => {
    const authorizer = { issuer: "https://login.strata.dev", audience: ["gallery"] };
    const plan = await previewFeatures([feature], {
      ...more,
      "strata:web": { ...web, authorizer },
    });
    plan.assertNoErrors();
    const types = plan
      .find("aws:apigatewayv2/route:Route")
      .map(({ inputs }) => [inputs.routeKey, inputs.authorizationType] as [string, string]);
    assert.deepEqual(
      Object.fromEntries(types),
      Object.fromEntries([
        ...routes.map((route) => [route, "JWT"]),
        ...open.map((route) => [route, "NONE"]),
      ]),
    );
    const { inputs } = plan.get("aws:apigatewayv2/authorizer:Authorizer", "web-api-authorizer");
    assert.deepEqual(inputs.jwtConfiguration, {
      issuer: authorizer.issuer,
      audiences: authorizer.audience,
    });
  });
}
