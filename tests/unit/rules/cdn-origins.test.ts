/** What else can be wrong with the origins of a distribution, beside the one failing example of each rule. */
import * as assert from "node:assert/strict";
import { checkResource, checkStack, resourceRules, stackRules } from "../../../rules";
import type { Inputs, StackResource } from "../../../rules";
import { cloudfront } from "../../../rules/base/types/cloudfront";
import { ec2 } from "../../../rules/base/types/ec2";
import { lb } from "../../../rules/base/types/lb";
import { route53 } from "../../../rules/base/types/route53";
import { called, fronted, letIn, served, within } from "./stack-cdn-cases";
import { distribution, make } from "./service-resources";
import { fromEach, stackOf } from "./stack";

const context = { today: "2026-11-23" };
const found = (id: string, resources: readonly StackResource[]) =>
  checkStack(
    stackRules.filter((one) => one.id === id),
    resources,
    context,
  ).map(({ urn, found: text }) => `${urn.split("::").at(-1)}: ${String(text)}`);

const broken = (id: string, origin: Inputs) =>
  checkResource(
    resourceRules.filter((one) => one.id === id),
    cloudfront.distribution,
    { origins: [origin] },
    context,
  ).length;

describe("origins of a distribution", () => {
  it("CF-03: an origin access identity that is empty is none", () => {
    const domainName = "site.s3.eu-west-1.amazonaws.com";
    const reading = (originAccessIdentity: string) =>
      broken("CF-03", { domainName, s3OriginConfig: { originAccessIdentity } });
    assert.equal(reading(""), 1);
    assert.equal(reading("origin-access-identity/cloudfront/E1"), 0);
  });

  it("CF-03-source: the account alone lets in every distribution of it", () => {
    const read = (condition: Record<string, string>) =>
      found("CF-03-source", served(letIn("cloudfront.amazonaws.com", { StringEquals: condition })));
    const ours = { "AWS:SourceAccount": "123456789012" };
    assert.deepEqual(read(ours), ["policy: any distribution of the account"]);
    const arn = "arn:aws:cloudfront::123456789012:distribution/E1";
    assert.deepEqual(read({ ...ours, "aws:SourceArn": arn }), []);
    assert.deepEqual(read({}), ["policy: any distribution of cloudfront.amazonaws.com"]);
  });

  it("CF-04-completion: without a read timeout AWS waits 30 seconds", () => {
    for (const kind of ["customOriginConfig", "vpcOriginConfig"]) {
      const answering = (responseCompletionTimeout: number, given: Inputs) =>
        broken("CF-04-completion", { responseCompletionTimeout, [kind]: given });
      assert.equal(answering(29, {}), 1);
      assert.equal(answering(30, {}), 0);
      assert.equal(answering(29, { originReadTimeout: 20 }), 0);
    }
  });

  it("CF-05: no network load balancer of dual stack, no gateway, no server with a public address", () => {
    const network = { internal: true, loadBalancerType: "network" };
    const reached = (args: Inputs) => found("CF-05", within(args));
    assert.deepEqual(reached({ ...network, ipAddressType: "ipv4" }), []);
    assert.deepEqual(reached({ ...network, ipAddressType: "dualstack" }), [
      "origin: balancer, of dual stack",
    ]);
    assert.deepEqual(reached({ internal: true, ipAddressType: "dualstack" }), []);
    assert.deepEqual(reached({ loadBalancerType: "gateway" }), [
      "origin: balancer, a load balancer of the type gateway",
    ]);
    const server = (associatePublicIpAddress: boolean) =>
      stackOf(
        make(ec2.instance)("server", { associatePublicIpAddress }),
        make(cloudfront.vpcOrigin)("origin", {
          vpcOriginEndpointConfig: { from: ["server"], value: {} },
        }),
      );
    assert.deepEqual(found("CF-05", server(true)), ["origin: server, which has a public address"]);
    assert.deepEqual(found("CF-05", server(false)), []);
  });

  it("CF-05-group: a group's own ingress opens it, too", () => {
    const behind = (ingress: readonly Inputs[]) =>
      found(
        "CF-05-group",
        stackOf(
          make(ec2.securityGroup)("group", { ingress }),
          make(lb.loadBalancer)("balancer", { securityGroups: fromEach("group") }),
          make(cloudfront.vpcOrigin)("origin", {
            vpcOriginEndpointConfig: { from: ["balancer"], value: {} },
          }),
        ),
      ).length;
    assert.deepEqual([behind([]), behind([{ cidrBlocks: ["10.0.0.0/8"] }])], [1, 0]);
  });

  it("CF-07: a load balancer is found by its other type, and by the record that leads to it", () => {
    const open = ["cdn: balancer, a load balancer that faces the internet"];
    const [alb] = [lb.albLoadBalancer].map((type) => make(type)("balancer", {}));
    const direct = distribution("cdn", { origins: fronted("balancer") });
    assert.deepEqual(found("CF-07", stackOf(alb, direct)), open);
    const record = (args: Inputs) => make(route53.record)("record", args);
    const named = distribution("cdn", { origins: fronted("record") });
    for (const leads of [
      { aliases: { from: ["balancer"], value: [{}] } },
      { records: { from: ["balancer"], value: ["a"] } },
    ]) {
      const way = record(leads as unknown as Inputs);
      const balancer = make(lb.loadBalancer)("balancer", {});
      const within = make(lb.loadBalancer)("balancer", { internal: true });
      assert.deepEqual(found("CF-07", stackOf(balancer, way, named)), open);
      assert.deepEqual(found("CF-07", stackOf(within, way, named)), []);
    }
  });

  it("CF-07-permission: another action lets nobody call a URL; who is not known may be CloudFront", () => {
    const closed = ["cdn: url, closed to it"];
    const lambdaOnly = called("cloudfront.amazonaws.com", "lambda:InvokeFunction");
    assert.deepEqual(found("CF-07-permission", lambdaOnly), closed);
    assert.deepEqual(found("CF-07-permission", called("*")), []);
  });
});
