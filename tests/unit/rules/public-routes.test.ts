import assert from "node:assert/strict";
import { checkStack, unknown, type Plain } from "../../../rules";
import { apigateway } from "../../../rules/base/types/apigateway";
import { apigatewayv2 } from "../../../rules/base/types/apigatewayv2";
import { strata } from "../../../rules/base/types/strata";
import { stackRules } from "../../../rules/stack/public-routes";
import { from, stackOf, type Described } from "./stack";

const environment = (name: string, args: Described["args"] = {}): Described => ({
  ...{ type: strata.environment, name, args },
});
const route = (args: Described["args"], parent?: string): Described => ({
  type: apigatewayv2.httpRoute,
  name: "route",
  args: { routeKey: "GET /photos", ...args },
  ...(parent === undefined ? {} : { parent }),
});

const blamed = (...described: Described[]) =>
  checkStack(stackRules, stackOf(...described), { today: "2026-11-29" }).map(
    ({ urn, argument, severity }) => `${severity} ${urn.split("::").pop() ?? ""}.${argument}`,
  );

describe("routes that everyone may call", () => {
  const open: Plain[] = ["NONE", undefined, null];
  for (const authorizationType of open) {
    it(`are a warning in production, with ${String(authorizationType)}`, () => {
      assert.deepEqual(
        blamed(environment("prod"), route({ authorizationType }, "prod")),
        ["warning route.authorizationType"],
        "an environment is for production unless it says otherwise",
      );
    });
  }

  const closed: Plain[] = ["JWT", "AWS_IAM", "CUSTOM", unknown];
  for (const authorizationType of closed) {
    it(`are not those with ${String(authorizationType)}`, () => {
      assert.deepEqual(blamed(environment("prod"), route({ authorizationType }, "prod")), []);
    });
  }

  it("are judged by the environment above them, else by those of the stack", () => {
    const dev = environment("dev", { production: false });
    assert.deepEqual(blamed(dev, environment("prod"), route({}, "dev")), []);
    assert.equal(blamed(dev, environment("prod"), route({}, "prod")).length, 1);
    assert.equal(blamed(dev, environment("prod"), route({})).length, 1);
    assert.deepEqual(blamed(dev, route({})), []);
    assert.deepEqual(blamed(route({})), [], "nobody said that it is for production");
  });

  it("are also methods of REST APIs", () => {
    const method = (args: Described["args"]): Described => ({
      ...{ type: apigateway.restMethod, name: "method", args },
    });
    const get = { httpMethod: "GET", authorization: "NONE" };
    assert.deepEqual(blamed(environment("prod"), method(get)), ["warning method.authorization"]);
    assert.deepEqual(blamed(environment("prod"), method({ ...get, authorization: "AWS_IAM" })), []);
  });

  it("are not preflights, which carry no credentials", () => {
    const preflight = { httpMethod: "OPTIONS", authorization: "NONE" };
    const method: Described = { type: apigateway.restMethod, name: "method", args: preflight };
    const options = route({ routeKey: "OPTIONS /photos", authorizationType: "NONE" });
    assert.deepEqual(blamed(environment("prod"), method, options), []);
  });

  it("are of a WebSocket API only the one that opens the connection", () => {
    const api: Described = {
      ...{ type: apigatewayv2.httpApi, name: "api", args: { protocolType: "WEBSOCKET" } },
    };
    const of = (routeKey: string) =>
      blamed(environment("prod"), api, route({ routeKey, apiId: from("api") }));
    assert.deepEqual(of("sendMessage"), []);
    assert.deepEqual(of("$default"), []);
    assert.deepEqual(of("$connect"), ["warning route.authorizationType"]);
    assert.equal(blamed(environment("prod"), route({ routeKey: "$default" })).length, 1);
  });
});
