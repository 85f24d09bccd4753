import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { Invocable } from "../../../../components/contracts";
import { HttpApi, WebLayer } from "../../../../components/web";
import { record, refusal, valueOf } from "../record";

const fn = (timeoutSeconds = 10): Invocable => ({
  logicalName: "list",
  arn: pulumi.output("arn:aws:lambda:eu-west-1:123456789012:function:list"),
  invokeArn: pulumi.output("invoke"),
  functionName: pulumi.output("list"),
  timeoutSeconds,
  ready: [],
});

describe("HttpApi", () => {
  it("logs every request as JSON and bounds their rate", async () => {
    const recording = await record(() => new HttpApi("api", { throttlingRateLimit: 5 }));
    const stage = recording.inputs<aws.apigatewayv2.StageArgs>(
      aws.apigatewayv2.Stage,
      "api-stage",
    ) as unknown as Record<string, never>;
    const log = stage.accessLogSettings as { format: string };
    assert.equal((JSON.parse(log.format) as { status: string }).status, "$context.status");
    assert.deepEqual(stage.defaultRouteSettings, {
      throttlingRateLimit: 5,
      throttlingBurstLimit: 200,
      detailedMetricsEnabled: true,
    });
  });

  it("joins a route to a function that it alone may call", async () => {
    const recording = await record(() => {
      const api = new HttpApi("api");
      api.route("GET /photos/{photoId}", fn());
      return api;
    });
    const name = "api-get-photos-{photoId}";
    const route = recording.inputs<Record<string, string>>(aws.apigatewayv2.Route, name);
    assert.equal(route.routeKey, "GET /photos/{photoId}");
    assert.equal(route.authorizationType, "AWS_IAM");
    assert.match(route.target, /^integrations\//);
    const permission = recording.inputs<Record<string, string>>(aws.lambda.Permission, name);
    assert.equal(permission.principal, "apigateway.amazonaws.com");
    assert.match(permission.sourceArn, /^arn:aws:execute-api:[^*]*\/\*\/GET\/photos\/\*$/);
  });

  it("is open only where a route says so", async () => {
    const recording = await record(() => {
      const api = new HttpApi("api", {
        authorizer: { issuer: "https://issuer.example.com", audience: ["client"] },
      });
      api.route("GET /open", fn(), { authorization: "none" });
      api.route("GET /closed", fn(), { authorizationScopes: ["photos"] });
    });
    const route = (name: string) =>
      recording.inputs<Record<string, unknown>>(aws.apigatewayv2.Route, name);
    assert.equal(route("api-get-open").authorizationType, "NONE");
    assert.equal(route("api-get-closed").authorizationType, "JWT");
    assert.deepEqual(route("api-get-closed").authorizationScopes, ["photos"]);
  });

  it("takes everything that no other route takes", async () => {
    const recording = await record(() => new HttpApi("api").route("$default", fn()));
    const permission = recording.inputs<Record<string, string>>(
      aws.lambda.Permission,
      "api-$default",
    );
    assert.match(permission.sourceArn, /\/\*\/\$default$/);
  });

  for (const key of ["/photos", "FETCH /photos", "GET photos", "GET /a /b", ""]) {
    it(`refuses the route key "${key}"`, async () => {
      const message = await refusal(() => new HttpApi("api").route(key, fn()));
      assert.match(message, /HttpApi "api": route is .*; allowed: "\$default", or one of ANY/);
    });
  }

  it("refuses a function that outlives the API's 30 seconds", async () => {
    const message = await refusal(() => new HttpApi("api").route("GET /photos", fn(31)));
    assert.match(message, /function "list" with timeout is 31; allowed: at most 30 seconds/);
  });

  it("refuses a token check without an authorizer", async () => {
    const message = await refusal(() =>
      new HttpApi("api").route("GET /photos", fn(), { authorization: "jwt" }),
    );
    assert.match(message, /authorization is "jwt"; allowed: "iam" or "none"/);
  });

  it("refuses the same route twice, and two whose children would share a name", async () => {
    const twice = (a: string, b: string) =>
      refusal(() => {
        const api = new HttpApi("api");
        api.route(a, fn());
        api.route(b, fn());
      });
    assert.match(await twice("GET /a", "GET /a"), /fix: remove one of the two/);
    assert.match(await twice("GET /a/b", "GET /a-b"), /fix: rename one of the two paths/);
  });

  it("is an origin by its host name", async () => {
    const { made } = await record(() => new WebLayer("web").api);
    assert.match(await valueOf(made.originDomain), /^[a-z0-9]+\.execute-api\.eu-west-1\.amazonaws/);
  });
});
