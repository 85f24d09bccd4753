import assert from "node:assert/strict";
import { stackRules } from "../../../rules";
import { apigateway } from "../../../rules/base/types/apigateway";
import { apigatewayv2 } from "../../../rules/base/types/apigatewayv2";
import { lb } from "../../../rules/base/types/lb";
import { wafv2 } from "../../../rules/base/types/wafv2";
import { distribution, make, type Args } from "./service-resources";
import { sending } from "./stack-cdn-cases";
import { from, stackOf, type Described, type Made } from "./stack";

/** What the rule says of a stack. */
function found(id: string, ...described: Described[]): string[] {
  const rule = stackRules.find((each) => each.id === id);
  assert.ok(rule, id);
  return rule
    .checkStack(stackOf(...described), { today: "2026-11-23" })
    .map((problem) => String(problem.found));
}

const forward = [{ type: "forward" }];
const asking = (name: string) => [{ httpHeader: { httpHeaderName: name, values: ["secret"] } }];
const balancer = [
  make(lb.loadBalancer)("alb"),
  make(lb.listener)("https", {
    loadBalancerArn: from("alb"),
    defaultActions: [{ type: "fixed-response" }],
  }),
];
const rule = (name: string, args: Args) =>
  make(lb.listenerRule)(name, { listenerArn: from("https"), actions: forward, ...args });
const cdn = (origin: string, header = "X-Origin") =>
  distribution("cdn", { origins: sending(header, [origin]) });

const api = make(apigateway.restApi)("rest");
const stage = make(apigateway.restStage)("live", { restApi: from("rest") });
const method = make(apigateway.restMethod)("get", { restApi: from("rest"), authorization: "NONE" });
const acl = (name: string) => [
  make(wafv2.webAcl)("acl", {
    rules: [
      {
        statement: {
          notStatement: {
            statement: { byteMatchStatement: { fieldToMatch: { singleHeader: { name } } } },
          },
        },
      },
    ],
  }),
  make(wafv2.webAclAssociation)("web-acl", { resourceArn: from("live"), webAclArn: from("acl") }),
];

describe("who goes round a distribution (CF-07)", () => {
  it("is nobody where every rule of the load balancer asks for the header that is sent", () => {
    const asks = rule("pages", { conditions: asking("x-origin") });
    assert.deepEqual(found("CF-07", ...balancer, asks, cdn("alb")), []);
  });

  it("is found where another load balancer's rule asks, another header is asked for, or one rule does not ask", () => {
    const asks = rule("pages", { conditions: asking("x-origin") });
    const open = rule("admin", { conditions: [{ pathPattern: { values: ["/admin"] } }] });
    const elsewhere = [
      make(lb.listener)("other", { loadBalancerArn: "arn:aws:elb:other" }),
      { ...asks, args: { ...asks.args, listenerArn: from("other") } },
    ];
    const blamed = ["alb, a load balancer that faces the internet"];
    const openRule = rule("all", { conditions: [{ pathPattern: { values: ["/*"] } }] });
    assert.deepEqual(found("CF-07", ...balancer, openRule, ...elsewhere, cdn("alb")), blamed);
    assert.deepEqual(found("CF-07", ...balancer, asks, cdn("alb", "X-Other")), blamed);
    assert.deepEqual(found("CF-07", ...balancer, asks, open, cdn("alb")), blamed);
  });

  it("is found where what no rule takes is handed on", () => {
    const [alb, https] = balancer;
    const open = { ...https, args: { ...https.args, defaultActions: forward } };
    const asks = rule("pages", { conditions: asking("x-origin") });
    assert.equal(found("CF-07", alb, open, asks, cdn("alb")).length, 1);
  });

  it("is nobody where a REST API's web ACL or policy asks for the header", () => {
    const behind = (more: Described[], header?: string) =>
      found("CF-07-api", api, stage, method, ...more, cdn("live", header));
    assert.deepEqual(behind([]), ["rest, which answers everyone"]);
    assert.deepEqual(behind(acl("x-origin")), []);
    assert.deepEqual(behind(acl("x-other")), ["rest, which answers everyone"]);
    const policy = make(apigateway.restApiPolicy)("policy", {
      restApiId: from("rest"),
      policy: JSON.stringify({ Condition: { StringNotEquals: { "aws:Referer": "secret" } } }),
    });
    assert.deepEqual(behind([policy], "Referer"), []);
    assert.deepEqual(behind([policy]), ["rest, which answers everyone"]);
  });

  it("is found behind a domain too: that the API's own name is switched off keeps nobody out", () => {
    const origins: Made = sending("X-Origin", ["name"]);
    const described = [
      make(apigatewayv2.httpApi)("http", { disableExecuteApiEndpoint: true }),
      make(apigateway.restDomainName)("name"),
      make(apigatewayv2.apiMapping)("mapping", { domainName: from("name"), apiId: from("http") }),
      make(apigatewayv2.httpRoute)("route", { apiId: from("http"), authorizationType: "NONE" }),
      distribution("cdn", { origins }),
    ];
    assert.deepEqual(found("CF-07-api", ...described), ["http, which answers everyone"]);
  });
});
