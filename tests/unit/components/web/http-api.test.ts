import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { Invocable } from "../../../../components/contracts";
import { HttpApi, WebLayer } from "../../../../components/web";
import { previewStack } from "../../../../preview/testing";
import { record, Recording, refusal, valueOf } from "../record";

const fn = (timeoutSeconds = 10): Invocable => ({
  logicalName: "list",
  arn: pulumi.output("arn:aws:lambda:eu-west-1:123456789012:function:list"),
  invokeArn: pulumi.output("invoke"),
  functionName: pulumi.output("list"),
  timeoutSeconds,
  ready: [],
});

const permissions = ({ resources }: Recording<unknown>) =>
  resources
    .filter(({ type }) => type === "aws:lambda/permission:Permission")
    .map(({ name }) => name)
    .sort();

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

  it("logs under the prefix that takes no room in the account's log policy, apart by project and stack", async () => {
    const recording = await record(() => new HttpApi("api"));
    const group = (name: string) =>
      recording.inputs<Record<string, unknown>>(aws.cloudwatch.LogGroup, name);
    assert.equal(group("api-access-logs").namePrefix, "/aws/vendedlogs/strata/test/api-");
    assert.equal(group("api-access-logs").retentionInDays, 365);
    const stage = recording.inputs<Record<string, never>>(aws.apigatewayv2.Stage, "api-stage");
    const { destinationArn } = stage.accessLogSettings as { destinationArn: string };
    assert.match(destinationArn, /:\/aws\/vendedlogs\/strata\/test\/api-/);
    assert.equal(group("api-logs").namePrefix, undefined, "the former one is as it was");
  });

  it("keeps the former log group for a release, retained, and lets nothing write to it", async () => {
    const plan = await previewStack(() => void new HttpApi("api"));
    const former = plan.get(aws.cloudwatch.LogGroup, "api-logs");
    assert.equal(former.retainOnDelete, true);
    const users = plan.resources.filter(({ references }) =>
      references.some(({ urn }) => urn === former.urn),
    );
    assert.deepEqual(users, []);
    assert.equal(plan.get(aws.cloudwatch.LogGroup, "api-access-logs").retainOnDelete, false);
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
    const permission = recording.inputs<Record<string, string>>(aws.lambda.Permission, "api-list");
    assert.equal(permission.principal, "apigateway.amazonaws.com");
    assert.match(permission.sourceArn, /^arn:aws:execute-api:[^*]*\/\*\/\*$/);
  });

  it("gives a function one permission, however many routes it has", async () => {
    const recording = await record(() => {
      const api = new HttpApi("api");
      const list = fn();
      for (let route = 0; route < 80; route++) api.route(`GET /photos/${route}`, list);
      api.route("POST /photos", {
        ...list,
        logicalName: "create",
        functionName: pulumi.output("b"),
      });
      return api;
    });
    assert.equal(recording.count(aws.apigatewayv2.Route), 80 + 1);
    assert.deepEqual(permissions(recording), ["api-create", "api-list"]);
  });

  it("gives two functions of one name, and a function's alias, a permission each", async () => {
    const recording = await record(() => {
      const api = new HttpApi("api");
      const list = fn();
      api.route("GET /a", list);
      api.route("GET /b", fn());
      api.route("GET /c", { ...list, qualifier: pulumi.output("live") });
      return api;
    });
    assert.deepEqual(permissions(recording), ["api-list", "api-list-get-b", "api-list-get-c"]);
  });

  for (const key of [
    "GET /photos/{photoId}/print",
    "$default",
    "ANY /{proxy+}",
    "GET /v1.0/~me",
    `GET /${"photos-of-the-calling-user/".repeat(5)}`,
  ]) {
    it(`makes a permission that AWS takes for ${key.slice(0, 30)}`, async () => {
      const name = "photos-of-the-calling-user-newest-first";
      const recording = await record(() => {
        const api = new HttpApi(name);
        const list = fn();
        api.route(key, { ...list, logicalName: "a-function-of-another-programme-{with}.odd~name" });
        return api;
      });
      const [permission] = permissions(recording);
      assert.match(permission, /^photos-of-the-calling-user-newest-first-[A-Za-z0-9-_]+$/);
      assert.ok(permission.length <= 92, permission);
    });
  }

  it("refuses a second transform of a function's one permission", async () => {
    const message = await refusal(() => {
      const api = new HttpApi("api");
      const list = fn();
      api.route("GET /a", list);
      api.route("GET /b", list, { transform: { permission: { action: "lambda:*" } } });
    });
    assert.match(message, /transform.permission .*function \\"list\\".*once a function/);
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
    const route = recording.inputs<Record<string, string>>(aws.apigatewayv2.Route, "api-$default");
    assert.equal(route.routeKey, "$default");
    assert.deepEqual(permissions(recording), ["api-list"]);
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
