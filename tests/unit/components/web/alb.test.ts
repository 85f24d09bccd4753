import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { AlbArgs } from "../../../../components/web";
import { Alb, WebLayer } from "../../../../components/web";
import { Bucket } from "../../../../components/data";
import { Environment } from "../../../../components/environment";
import { record, refusal, valueOf } from "../record";
import { functionUnderTest } from "./function-under-test";
import { previewStack } from "../../../../preview/testing";
import { network, previewHere } from "./network-under-test";

type Inputs = Record<string, unknown>;
const certificate = {
  arn: pulumi.output("arn:aws:acm:eu-west-1:123456789012:certificate/a"),
  domainNames: ["www.example.com"],
};

const alb = (args: Partial<AlbArgs> = {}) =>
  new Alb("public", { network: network(), certificate, ...args });

describe("Alb", () => {
  it("speaks TLS 1.2 and newer, redirects the rest and answers 404 to what no rule takes", async () => {
    const recording = await record(() => alb());
    const listener = recording.inputs<Inputs>(aws.lb.Listener, "public-https");
    assert.equal(listener.sslPolicy, "ELBSecurityPolicy-TLS13-1-2-2021-06");
    assert.equal(listener.certificateArn, await valueOf(certificate.arn));
    assert.deepEqual(
      (listener.defaultActions as { fixedResponse: Inputs }[])[0].fixedResponse.statusCode,
      "404",
    );
    const redirect = recording.inputs<Inputs>(aws.lb.Listener, "public-redirect");
    assert.deepEqual((redirect.defaultActions as Inputs[])[0].redirect, {
      protocol: "HTTPS",
      port: "443",
      statusCode: "HTTP_301",
    });
  });

  it("refuses malformed headers, and is open on its listeners' ports alone", async () => {
    const recording = await record(() => alb());
    const balancer = recording.inputs<Inputs>(aws.lb.LoadBalancer, "public");
    assert.equal(balancer.dropInvalidHeaderFields, true);
    assert.equal(balancer.desyncMitigationMode, "defensive");
    assert.equal(balancer.internal, false);
    const ports = recording.resources
      .filter(({ type }) => type.includes("securityGroupIngressRule"))
      .map(({ inputs }) => [inputs.fromPort, inputs.toPort, inputs.cidrIpv4]);
    assert.deepEqual(ports, [
      [80, 80, "0.0.0.0/0"],
      [443, 443, "0.0.0.0/0"],
    ]);
  });

  it("lets nobody in that is not named, where it is internal", async () => {
    const recording = await record(() => alb({ certificate: undefined, internal: true }));
    assert.equal(recording.count(aws.vpc.SecurityGroupIngressRule), 0);
    assert.equal(recording.count(aws.lb.Listener), 1);
    assert.equal(recording.made.protocol, "HTTP");
  });

  it("refuses plain HTTP towards the internet", async () => {
    const message = await refusal(() => alb({ certificate: undefined }));
    assert.match(message, /Alb "public": certificate is missing|Alb "public": certificate/);
    assert.match(message, /internal: true/);
  });

  it("is guarded against deletion in production, by Pulumi and by AWS", async () => {
    for (const production of [true, false]) {
      const plan = await previewStack(() => {
        const parent = new Environment("test", { region: "eu-west-1", production });
        new Alb("public", { network: network(), certificate }, { parent });
      });
      const balancer = plan.get(aws.lb.LoadBalancer, "public");
      assert.equal(balancer.protect, production);
      assert.equal(balancer.inputs.enableDeletionProtection, production);
    }
  });

  it("gives a service its group, its port and whose traffic to let in", async () => {
    const { made, ...recording } = await record(() => {
      const balancer = alb();
      return { balancer, target: balancer.targets("pages", { port: 8080 }) };
    });
    assert.equal(made.target.port, 8080);
    assert.equal(made.target.from, made.balancer);
    assert.equal(made.target.targetType, "ip");
    assert.match(await valueOf(made.target.requestCountLabel ?? ""), /^app\/.+\/targetgroup\/.+/);
    assert.equal(made.target.ready.length, 1);
    assert.equal(made.target.alternate, undefined);
    const inputs = (type: object) =>
      recording.resources.find(
        ({ type: token }) => token === (type as { __pulumiType: string }).__pulumiType,
      )?.inputs;
    assert.equal(inputs(aws.lb.ListenerRule)?.priority, 50_000);
    assert.deepEqual(inputs(aws.lb.ListenerRule)?.conditions, [
      { pathPattern: { values: ["/*"] } },
    ]);
    assert.deepEqual(inputs(aws.lb.TargetGroup)?.stickiness, {
      enabled: false,
      type: "lb_cookie",
      cookieDuration: 86_400,
    });
  });

  it("tells which port is asked for its health, where that is one of its own", async () => {
    const recording = await record(() => {
      const own = alb();
      return ["9090", "traffic-port", undefined].map((port, index) => {
        const when = { paths: [`/${index}`] };
        const place = { port: 8080, when, priority: index + 1 };
        return own.targets(`t${index}`, { ...place, healthCheck: { port } });
      });
    });
    assert.deepEqual(
      recording.made.map(({ healthPort }) => healthPort),
      [9090, undefined, undefined],
    );
  });

  it("has a second group for ECS to shift traffic to, and leaves the weights to it", async () => {
    const plan = await previewHere(() => {
      const target = alb().targets("pages", { port: 8080, alternate: true });
      assert.ok(target.alternate);
    });
    plan.get(aws.lb.TargetGroup, "public-pages-alternate");
    const rule = plan.get(aws.lb.ListenerRule, "public-pages");
    assert.deepEqual(rule.ignoreChanges, ["actions"]);
    const [{ forward }] = rule.inputs.actions as unknown as {
      forward: { targetGroups: Inputs[] };
    }[];
    assert.deepEqual(
      forward.targetGroups.map(({ weight }) => weight),
      [100, 0],
    );
  });

  it("shows ECS's new version on a listener for tests, which testers alone reach", async () => {
    const plan = await previewHere(() => {
      const target = alb({ testListener: { allowedCidrs: ["192.0.2.0/24"] } }).targets("pages", {
        port: 8080,
        alternate: true,
        when: { paths: ["/pages/*"] },
        priority: 10,
      });
      assert.ok(target.alternate?.testListenerRule);
      assert.equal(target.ready.length, 2);
    });
    const listener = plan.get(aws.lb.Listener, "public-test");
    assert.deepEqual([listener.inputs.port, listener.inputs.protocol], [9443, "HTTPS"]);
    const [rule, test] = ["public-pages", "public-pages-test"].map((name) =>
      plan.get(aws.lb.ListenerRule, name),
    );
    assert.equal(test.inputs.listenerArn, listener.outputs.arn);
    assert.deepEqual(test.ignoreChanges, ["actions"]);
    for (const same of ["priority", "conditions", "actions"]) {
      assert.deepEqual(test.inputs[same], rule.inputs[same]);
    }
    const open = plan.resources
      .filter(({ type }) => type.includes("IngressRule"))
      .filter(({ inputs }) => inputs.fromPort === 9443);
    assert.deepEqual(
      open.map(({ inputs }) => inputs.cidrIpv4),
      ["192.0.2.0/24"],
    );
  });

  it("chooses by host, path, header, method, query and network", async () => {
    const recording = await record(() =>
      alb().targets("admin", {
        port: 8080,
        priority: 10,
        when: {
          hosts: ["admin.example.com"],
          headers: { "X-Version": ["2"] },
          query: { preview: "true" },
        },
      }),
    );
    const rule = recording.inputs<Inputs>(aws.lb.ListenerRule, "public-admin");
    assert.equal(rule.priority, 10);
    assert.deepEqual(rule.conditions, [
      { hostHeader: { values: ["admin.example.com"] } },
      { httpHeader: { httpHeaderName: "X-Version", values: ["2"] } },
      { queryStrings: [{ key: "preview", value: "true" }] },
    ]);
  });

  it("wants a header of every request, where nobody may go round the CDN", async () => {
    const recording = await record(() =>
      alb({ requiredHeader: { name: "X-Origin-Secret", values: ["new", "old"] } }).targets(
        "pages",
        { port: 80 },
      ),
    );
    const rule = recording.inputs<Inputs>(aws.lb.ListenerRule, "public-pages");
    assert.deepEqual(rule.conditions, [
      { httpHeader: { httpHeaderName: "X-Origin-Secret", values: ["new", "old"] } },
    ]);
  });

  it("shares requests by weight", async () => {
    const recording = await record(() =>
      alb().split("pages", {
        now: { port: 8080, weight: 90 },
        next: { port: 8081, weight: 10 },
      }),
    );
    assert.equal(recording.made.next.port, 8081);
    const rule = recording.inputs<Inputs>(aws.lb.ListenerRule, "public-pages");
    const [{ forward }] = rule.actions as { forward: { targetGroups: Inputs[] } }[];
    assert.deepEqual(
      forward.targetGroups.map(({ weight }) => weight),
      [10, 90],
    );
  });

  it("calls a function, which is permitted to before it is registered", async () => {
    const plan = await previewHere(() => {
      alb().route("upload", functionUnderTest());
    });
    const group = plan.get(aws.lb.TargetGroup, "public-upload");
    assert.equal(group.inputs.targetType, "lambda");
    assert.equal(group.inputs.vpcId, undefined);
    const permission = plan.get(aws.lambda.Permission, "public-upload");
    assert.equal(permission.inputs.principal, "elasticloadbalancing.amazonaws.com");
    assert.equal(permission.inputs.sourceArn, group.outputs.arn);
    const attachment = plan.get(aws.lb.TargetGroupAttachment, "public-upload");
    assert.ok(attachment.dependencies.includes(permission.urn));
    assert.deepEqual(
      plan.findings.filter(({ severity }) => severity !== "info"),
      [],
    );
  });

  it("refuses a function that outlives the idle timeout, unless that is longer", async () => {
    const message = await refusal(() => alb().route("upload", functionUnderTest(61)));
    assert.match(message, /timeout is 61; allowed: at most 60 seconds/);
    await record(() => alb({ idleTimeout: 120 }).route("upload", functionUnderTest(61)));
  });

  it("writes access logs where its bucket lets it, and waits for that", async () => {
    const plan = await previewHere(() => {
      alb({ logs: new Bucket("logs", { purpose: "logs" }) });
    });
    const balancer = plan.get(aws.lb.LoadBalancer, "public");
    assert.deepEqual((balancer.inputs.accessLogs as unknown as Inputs).enabled, true);
    const policy = plan.get(aws.s3.BucketPolicy, "logs-policy");
    assert.ok(balancer.dependencies.includes(policy.urn));
    assert.match(
      String(policy.inputs.policy),
      /logdelivery\.elasticloadbalancing\.amazonaws\.com.*\/public\/AWSLogs\//,
    );
    assert.deepEqual(
      plan.findings.filter(({ severity }) => severity === "error"),
      [],
    );
  });

  it("refuses a bucket of logs that it can't write to", async () => {
    const message = await refusal(() => {
      const parent = new Environment("test", {
        region: "eu-west-1",
        encryption: "customer-managed",
      });
      const logs = new Bucket("logs", {}, { parent });
      new Alb("public", { network: network(), certificate, logs }, { parent });
    });
    assert.match(message, /logs is .*customer's key.*\n.*fix: make the bucket with purpose/);
  });

  const refusals: readonly [string, (balancer: Alb) => void, RegExp][] = [
    [
      "conditions without priority",
      (balancer) => balancer.targets("a", { port: 80, when: { paths: ["/a"] } }),
      /rule "a" priority is .*; allowed: 1 to 50000/,
    ],
    [
      "a priority twice",
      (balancer) => {
        balancer.targets("a", { port: 80, when: { paths: ["/a"] }, priority: 5 });
        balancer.targets("b", { port: 80, when: { paths: ["/b"] }, priority: 5 });
      },
      /rule "b" priority is 5; allowed: a number that no other rule has; rule "a" has this one/,
    ],
    [
      "two rules for everything",
      (balancer) => {
        balancer.targets("a", { port: 80 });
        balancer.targets("b", { port: 80 });
      },
      /fix: say with when which requests go to each/,
    ],
    [
      "too many values",
      (balancer) =>
        balancer.targets("a", {
          port: 80,
          priority: 1,
          when: {
            paths: ["/1", "/2", "/3"],
            hosts: ["a.example.com", "b.example.com", "c.example.com"],
          },
        }),
      /rule "a" when is "6 values"; allowed: at most 5 values/,
    ],
    [
      "an empty list",
      (balancer) => balancer.targets("a", { port: 80, priority: 1, when: { paths: [] } }),
      /rule "a" when.paths is \[\]; allowed: one value or more/,
    ],
    [
      "weights that are all 0",
      (balancer) => balancer.split("a", { one: { port: 80, weight: 0 } }),
      /split "a" weights is \[0\]; allowed: whole numbers from 0 to 999/,
    ],
  ];
  for (const [what, build, message] of refusals) {
    it(`refuses ${what}`, async () => {
      assert.match(await refusal(() => build(alb())), message);
    });
  }

  it("takes the layer's network", async () => {
    const { made } = await record(
      () =>
        new WebLayer("web", {
          network: network(),
          loadBalancers: { public: { certificate } },
        }).loadBalancers.public,
    );
    assert.equal(made.logicalName, "web-public");
    assert.match(await valueOf(made.aliasZoneId), /^Z/);
    assert.equal(made.alarmDefinitions().length, 2);
  });
});
