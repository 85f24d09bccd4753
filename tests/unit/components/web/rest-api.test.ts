import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { Environment } from "../../../../components/environment";
import { RestApi, RestApiArgs, RestRouteArgs } from "../../../../components/web";
import { previewStack } from "../../../../preview/testing";
import { record, refusal } from "../record";
import { functionUnderTest } from "./function-under-test";

type Inputs = Record<string, unknown>;
const certificate = { arn: pulumi.output("arn"), domainNames: ["*.example.com"] };

const routed = (route: RestRouteArgs = {}, args: RestApiArgs = {}) =>
  previewStack(() => {
    const api = new RestApi("api", args);
    api.route("POST /photos/{photoId}", functionUnderTest(), route);
  });

describe("RestApi", () => {
  it("is deployed after all methods and integrations, and anew when one changes", async () => {
    const plan = await routed();
    const deployment = plan.get(aws.apigateway.Deployment, "api-deployment");
    for (const type of [aws.apigateway.Method, aws.apigateway.Integration]) {
      const { urn } = plan.get(type, "api-post-photos-{photoId}");
      assert.ok(deployment.dependencies.includes(urn));
    }
    const { routes } = deployment.inputs.triggers as { routes: string };
    assert.match(routes, /^[0-9a-f]{64}$/);
    const changed = await routed({ apiKeyRequired: true });
    assert.notDeepEqual(
      changed.get(aws.apigateway.Deployment, "api-deployment").inputs.triggers,
      deployment.inputs.triggers,
    );
    assert.deepEqual(
      plan.findings.filter(({ rule }) => rule.startsWith("API-")),
      [],
    );
  });

  it("closes every route that does not say otherwise, and reaches the function by POST", async () => {
    const plan = await routed();
    const name = "api-post-photos-{photoId}";
    assert.equal(plan.get(aws.apigateway.Method, name).inputs.authorization, "AWS_IAM");
    const { inputs } = plan.get(aws.apigateway.Integration, name);
    assert.deepEqual(
      [inputs.integrationHttpMethod, inputs.type, inputs.responseTransferMode],
      ["POST", "AWS_PROXY", "BUFFERED"],
    );
    assert.equal(
      plan.get(aws.apigateway.Resource, "api-photos-{photoId}").inputs.pathPart,
      "{photoId}",
    );
  });

  it("throttles, traces and logs, without bodies, once the account's role is there", async () => {
    const plan = await previewStack(() => {
      const parent = new Environment("test", {
        region: "eu-west-1",
        oncePerAccount: { apiGatewayLogs: pulumi.getStack() },
      });
      new RestApi("api", {}, { parent }).route("GET /", functionUnderTest());
    });
    const { settings } = plan.get(aws.apigateway.MethodSettings, "api-settings")
      .inputs as unknown as {
      settings: Inputs;
    };
    assert.equal(settings.dataTraceEnabled, false);
    assert.equal(settings.throttlingRateLimit, 100);
    const stage = plan.get(aws.apigateway.Stage, "api-stage");
    assert.equal(stage.inputs.xrayTracingEnabled, true);
    const [account] = plan.resources.filter(({ type }) => type.includes("apigateway/account"));
    assert.ok(stage.dependencies.includes(account.urn));
  });

  it("streams through the function's other address, for 15 minutes", async () => {
    const plan = await routed({ response: "stream" });
    const { inputs } = plan.get(aws.apigateway.Integration, "api-post-photos-{photoId}");
    assert.match(String(inputs.uri), /2021-11-15\/functions\/.*\/response-streaming-invocations$/);
    assert.equal(inputs.timeoutMilliseconds, 900_000);
  });

  it("refuses requests without what they must have", async () => {
    const body = { type: "object", required: ["title"] };
    const plan = await routed({ request: { body, query: ["size"] } });
    const { inputs } = plan.get(aws.apigateway.Method, "api-post-photos-{photoId}");
    assert.deepEqual(inputs.requestParameters, { "method.request.querystring.size": true });
    assert.ok(inputs.requestValidatorId);
    const [model] = plan.resources.filter(({ type }) => type.includes("apigateway/model"));
    assert.deepEqual(JSON.parse(String(model.inputs.schema)), body);
  });

  it("gives the holders of plans keys, whose values are secret", async () => {
    const recording = await record(
      () => new RestApi("api", { usagePlans: { labs: { rateLimit: 5, keys: ["print-lab"] } } }),
    );
    const plan = recording.inputs<Inputs>(aws.apigateway.UsagePlan, "api-plan-labs");
    assert.deepEqual(plan.throttleSettings, { rateLimit: 5, burstLimit: 20 });
    const isSecret = await (
      recording.made.apiKeys["labs-print-lab"] as unknown as { isSecret: Promise<boolean> }
    ).isSecret;
    assert.equal(isSecret, true);
  });

  it("asks user pools, or a function that it may call", async () => {
    const pool = await routed({}, { authorizer: { userPoolArns: ["arn:pool"] } });
    const name = "api-post-photos-{photoId}";
    assert.equal(pool.get(aws.apigateway.Method, name).inputs.authorization, "COGNITO_USER_POOLS");
    const asked = functionUnderTest(5, "check");
    const own = await routed({}, { authorizer: { function: asked } });
    assert.equal(own.get(aws.apigateway.Method, name).inputs.authorization, "CUSTOM");
    own.get(aws.lambda.Permission, "api-check");
  });

  it("answers to a name of its own", async () => {
    const domain = { name: "api.example.com", certificate };
    const recording = await record(
      () => new RestApi("api", { domain, disableExecuteApiEndpoint: true }),
    );
    assert.deepEqual(recording.made.alias().hostNames, ["api.example.com"]);
    const made = recording.inputs<Inputs>(aws.apigateway.DomainName, "api-domain");
    assert.equal(made.securityPolicy, "TLS_1_2");
  });

  const refusals: readonly [string, () => unknown, RegExp][] = [
    [
      "a function that is too slow",
      () => new RestApi("api").route("GET /a", functionUnderTest(30)),
      /with timeout is 30; allowed: at most 29 seconds/,
    ],
    [
      "a malformed key",
      () => new RestApi("api").route("GET a", functionUnderTest()),
      /route is "GET a"/,
    ],
    [
      "a token without authorizer",
      () =>
        new RestApi("api").route("GET /a", functionUnderTest(), { authorization: "authorizer" }),
      /authorization is "authorizer"/,
    ],
    [
      "what nothing could reach",
      () => new RestApi("api", { disableExecuteApiEndpoint: true }),
      /disableExecuteApiEndpoint is true/,
    ],
    [
      "another name's certificate",
      () => new RestApi("api", { domain: { name: "api.example.org", certificate } }),
      /allowed: a certificate that is valid for api.example.org/,
    ],
    ["an alias without name", () => new RestApi("api").alias(), /domain/],
  ];
  for (const [what, build, message] of refusals) {
    it(`refuses ${what}`, async () => assert.match(await refusal(build), message));
  }

  it("refuses two paths whose children would share a name, and a second transform of one permission", async () => {
    const both = (a: string, b: string) =>
      refusal(() => {
        const api = new RestApi("api");
        api.route(a, functionUnderTest());
        api.route(b, functionUnderTest());
      });
    assert.match(await both("GET /a/b", "GET /a-b"), /rename one of the two paths/);
    assert.match(await both("GET /a/b", "POST /a-b"), /path is "\/a-b".*rename one/s);
    assert.match(await both("GET /a", "GET /a"), /remove one of the two/);
    const transform = { permission: { statementId: "mine" } };
    const message = await refusal(() => {
      const api = new RestApi("api");
      const list = functionUnderTest();
      api.route("GET /a", list);
      api.route("GET /b", list, { transform });
    });
    assert.match(message, /transform.permission .*once a function/s);
  });

  it("is asked by a CDN under its own name, without the stage, where it has one", async () => {
    const domain = { name: "api.example.com", certificate };
    const { outputs } = await previewStack(() => {
      const api = new RestApi("api", { domain });
      api.route("GET /", functionUnderTest());
      return { url: api.url, host: api.originDomain, path: api.originPath ?? "none" };
    });
    assert.deepEqual(outputs, {
      url: "https://api.example.com",
      host: "api.example.com",
      path: "none",
    });
  });

  it("refuses an authorizer that outlives the API's patience", async () => {
    const slow = { function: functionUnderTest(11) };
    const message = await refusal(() => new RestApi("api", { authorizer: slow }));
    assert.match(message, /at most 10 seconds/);
  });
});
