import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { OriginSecret } from "../../../../components/security";
import { Alb, HttpApi, HttpApiArgs, RouteArgs } from "../../../../components/web";
import { refusal } from "../record";
import { functionUnderTest } from "./function-under-test";
import { network, previewHere } from "./network-under-test";

const certificate = { arn: pulumi.output("arn"), domainNames: ["*.example.com"] };
const domain = { name: "api.example.com", certificate };
type Inputs = Record<string, unknown>;

const routed = (args: HttpApiArgs = {}, route: RouteArgs = {}) =>
  previewHere(() => {
    const api = new HttpApi("api", args);
    api.route("GET /photos", functionUnderTest(), route);
    return { url: api.url, host: api.originDomain, path: api.originPath ?? "none" };
  });

describe("HttpApi with a function as authorizer", () => {
  const guard = functionUnderTest(5, "guard");

  it("asks it about every route, with simple answers that are kept by the token", async () => {
    const plan = await routed({ authorizer: { function: guard } });
    const authorizer = plan.get(aws.apigatewayv2.Authorizer, "api-authorizer");
    assert.equal(authorizer.inputs.authorizerType, "REQUEST");
    assert.match(String(authorizer.inputs.authorizerUri), /function:guard\/invocations$/);
    assert.equal(authorizer.inputs.enableSimpleResponses, true);
    assert.equal(authorizer.inputs.authorizerResultTtlInSeconds, 300);
    assert.deepEqual(authorizer.inputs.identitySources, ["$request.header.Authorization"]);
    const { inputs } = plan.get(aws.apigatewayv2.Route, "api-get-photos");
    assert.equal(inputs.authorizationType, "CUSTOM");
    assert.equal(inputs.authorizerId, authorizer.id);
    const { inputs: permission } = plan.get(aws.lambda.Permission, "api-guard");
    assert.match(String(permission.sourceArn), /\/\*\/\*$/);
  });

  it("looks for the CDN's header, which the CDN sends once the function knows it", async () => {
    const plan = await previewHere(() => {
      const originHeader = new OriginSecret("secret");
      const api = new HttpApi("api", { authorizer: { function: guard, originHeader } });
      new aws.ssm.Parameter("sent", {
        type: "SecureString",
        value: api.originHeader?.value,
        description: api.originHeader?.name,
      });
    });
    const { inputs, urn } = plan.get(aws.apigatewayv2.Authorizer, "api-authorizer");
    assert.deepEqual(inputs.identitySources, ["$request.header.X-Origin-Secret"]);
    const sent = plan.get(aws.ssm.Parameter, "sent");
    assert.equal(sent.inputs.description, "X-Origin-Secret");
    assert.ok(sent.dependencies.includes(urn));
  });

  it("refuses a function that outlives the API's patience, and a token check beside it", async () => {
    const slow = { function: functionUnderTest(11, "slow") };
    assert.match(
      await refusal(() => new HttpApi("api", { authorizer: slow })),
      /authorizer function "slow" with timeout is 11; allowed: at most 10 seconds/,
    );
    assert.match(
      await refusal(() => {
        const api = new HttpApi("api", { authorizer: { function: guard } });
        api.route("GET /", functionUnderTest(), { authorization: "jwt" });
      }),
      /authorization is "jwt"; allowed: "function", "iam" or "none"/,
    );
  });
});

describe("HttpApi with throttles, names and stages of its own", () => {
  it("bounds one route apart, once the route is there", async () => {
    const plan = await routed({ throttlingBurstLimit: 50 }, { throttlingRateLimit: 2 });
    const stage = plan.get(aws.apigatewayv2.Stage, "api-stage");
    assert.deepEqual(stage.inputs.routeSettings, [
      {
        routeKey: "GET /photos",
        throttlingRateLimit: 2,
        throttlingBurstLimit: 50,
        detailedMetricsEnabled: true,
      },
    ]);
    assert.ok(stage.dependencies.includes(plan.get(aws.apigatewayv2.Route, "api-get-photos").urn));
    const plain = (await routed()).get(aws.apigatewayv2.Stage, "api-stage");
    assert.deepEqual(plain.inputs.routeSettings, []);
    assert.ok(!plain.dependencies.some((urn) => urn.includes("apigatewayv2/route")));
  });

  it("has the stage's name in its URL and in what a CDN asks for", async () => {
    const { outputs } = await routed({ stageName: "v2" });
    assert.match(String(outputs.url), /^https:\/\/[a-z0-9]+\.execute-api\.[^/]+\/v2$/);
    assert.equal(outputs.path, "/v2");
    const { outputs: plain } = await routed();
    assert.match(String(plain.url), /amazonaws\.com$/);
    assert.equal(plain.path, "none");
  });

  it("answers under a name of its own alone, without the stage's", async () => {
    const plan = await routed({ domain, disableExecuteApiEndpoint: true, stageName: "v2" });
    assert.deepEqual(plan.outputs, {
      url: "https://api.example.com",
      host: "api.example.com",
      path: "none",
    });
    assert.equal(plan.get(aws.apigatewayv2.Api, "api").inputs.disableExecuteApiEndpoint, true);
    const { inputs } = plan.get(aws.apigatewayv2.ApiMapping, "api-mapping");
    assert.deepEqual([inputs.domainName, inputs.stage], ["api.example.com", "v2"]);
    const { inputs: made } = plan.get(aws.apigateway.DomainName, "api-domain");
    assert.deepEqual(
      [made.endpointConfiguration, made.securityPolicy],
      [{ types: "REGIONAL" }, "TLS_1_2"],
    );
  });

  it("refuses to be reached nowhere, by a name that the certificate lacks, and an alias without a name", async () => {
    assert.match(
      await refusal(() => new HttpApi("api", { disableExecuteApiEndpoint: true })),
      /nothing could reach the API/,
    );
    const other = { name: "api.example.org", certificate };
    assert.match(
      await refusal(() => new HttpApi("api", { domain: other })),
      /a certificate that is valid for api.example.org/,
    );
    assert.match(await refusal(() => new HttpApi("api").alias()), /domain is undefined/);
  });
});

describe("HttpApi with a VPC link", () => {
  const forward =
    (args: object, route: RouteArgs = {}) =>
    () => {
      const inside = network();
      const alb = new Alb("pages", { network: inside, internal: true, ...args });
      const api = new HttpApi("api", { vpcLink: { network: inside } });
      api.route("ANY /pages/{proxy+}", alb, route);
      api.route("GET /about", alb, route);
    };

  it("reaches a load balancer through the VPC, which lets the link in and nobody else", async () => {
    const plan = await previewHere(forward({}));
    const { inputs } = plan.get(aws.apigatewayv2.Integration, "api-any-pages-{proxy+}");
    assert.deepEqual(
      [inputs.integrationType, inputs.connectionType, inputs.integrationMethod],
      ["HTTP_PROXY", "VPC_LINK", "ANY"],
    );
    const listener = plan.get(aws.lb.Listener, "pages-http");
    assert.equal(inputs.integrationUri, listener.outputs.arn);
    const link = plan.get(aws.apigatewayv2.VpcLink, "api-link");
    assert.equal(inputs.connectionId, link.id);
    const rules = plan.resources.filter(({ type }) => /securityGroup(In|E)gressRule/.test(type));
    const group = plan.get(aws.ec2.SecurityGroup, "api-link").id;
    const ofLink = rules.filter(
      ({ inputs: rule }) =>
        rule.securityGroupId === group || rule.referencedSecurityGroupId === group,
    );
    assert.deepEqual(
      ofLink.map(({ inputs: rule }: { inputs: Inputs }) => rule.fromPort),
      [80, 80],
    );
    assert.deepEqual(
      plan.findings.filter(({ severity }) => severity === "error"),
      [],
    );
  });

  it("verifies the name of one that speaks HTTPS", async () => {
    const plan = await previewHere(forward({ certificate }, { serverName: "pages.example.com" }));
    const { inputs } = plan.get(aws.apigatewayv2.Integration, "api-get-about");
    assert.deepEqual(inputs.tlsConfig, { serverNameToVerify: "pages.example.com" });
    assert.match(
      await refusal(forward({ certificate })),
      /serverName is undefined; allowed: the name/,
    );
    assert.match(await refusal(forward({}, { serverName: "a.example.com" })), /speaks plain HTTP/);
  });

  it("refuses a load balancer without a link", async () => {
    const message = await refusal(() => {
      const alb = new Alb("pages", { network: network(), internal: true });
      new HttpApi("api").route("GET /", alb);
    });
    assert.match(message, /fix: give the API vpcLink/);
  });
});
