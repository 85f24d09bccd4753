import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { Distribution } from "../../../../components/cdn";
import { Network } from "../../../../components/network";
import { OriginSecret, Waf } from "../../../../components/security";
import { Alb, RestApi } from "../../../../components/web";
import { previewStack } from "../../../../preview/testing";
import { record, refusal, valueOf } from "../record";
import { functionUnderTest } from "../web/function-under-test";

const PASSWORD = "random:index/randomPassword:RandomPassword";
const certificate = { arn: pulumi.output("arn"), domainNames: ["*.example.com"] };
type Header = { name: string; value: string };

const withAlb = () =>
  previewStack(() => {
    const network = new Network("network", { zones: ["eu-west-1a", "eu-west-1b"] });
    const secret = new OriginSecret("secret");
    const alb = new Alb("public", { network, certificate, requiredHeader: secret });
    alb.route("pages", functionUnderTest());
    new Distribution("cdn", { origins: { site: alb } });
  });

const conditionsOf = (plan: Awaited<ReturnType<typeof withAlb>>) =>
  (
    plan.get(aws.lb.ListenerRule, "public-pages").inputs.conditions as unknown as {
      httpHeader?: { httpHeaderName: string; values: string[] };
    }[]
  ).flatMap(({ httpHeader }) => httpHeader ?? []);

const sentBy = (plan: Awaited<ReturnType<typeof withAlb>>) =>
  (
    plan.get(aws.cloudfront.Distribution, "cdn").inputs.origins as unknown as {
      customHeaders?: Header[];
    }[]
  ).flatMap(({ customHeaders }) => customHeaders ?? []);

describe("OriginSecret", () => {
  it("is asked for by the load balancer's rules and sent by the distribution, after the rules", async () => {
    const plan = await withAlb();
    const [{ httpHeaderName, values }] = conditionsOf(plan);
    const [sent, ...others] = sentBy(plan);
    assert.deepEqual([httpHeaderName, others], ["X-Origin-Secret", []]);
    assert.equal(values.length, 2);
    assert.deepEqual(sent, { name: "X-Origin-Secret", value: values[0] });
    const cdn = plan.get(aws.cloudfront.Distribution, "cdn");
    assert.ok(cdn.dependencies.includes(plan.get(aws.lb.ListenerRule, "public-pages").urn));
    assert.deepEqual(
      plan.findings.filter(({ rule }) => rule.startsWith("CF-07")),
      [],
    );
  });

  it("loses no request when it changes: what was sent until then is still taken", async () => {
    const generation = (each: number) =>
      record(() => new OriginSecret("secret", { generation: each }));
    const [before, after] = [await generation(1), await generation(2)];
    const names = ({ resources }: typeof before) =>
      resources.filter(({ type }) => type === PASSWORD).map(({ name }) => name);
    // A value is what it was as long as its resource has its name.
    assert.deepEqual(names(before).sort(), ["secret-value-0", "secret-value-1"]);
    assert.deepEqual(names(after).sort(), ["secret-value-1", "secret-value-2"]);
    const sentBefore = await valueOf(before.made.value);
    const taken = await Promise.all(after.made.values.map((value) => valueOf(value)));
    assert.ok(taken.includes(sentBefore));
    assert.deepEqual([taken.length, taken[0]], [2, await valueOf(after.made.value)]);
    assert.notEqual(taken[0], sentBefore);
  });

  it("gives functions hashes, which are no secret", async () => {
    const { made } = await record(() => new OriginSecret("secret"));
    const values = await Promise.all(made.values.map((value) => valueOf(value)));
    const hash = (value: string) => createHash("sha256").update(value).digest("hex");
    assert.deepEqual(await valueOf(made.hashes), values.map(hash));
    assert.equal(await pulumi.isSecret(made.hashes), false);
  });

  it("closes a REST API by its web ACL, whose log has not the value", async () => {
    const plan = await previewStack(() => {
      const waf = new Waf("entrance", { requiredHeader: new OriginSecret("secret") });
      const api = new RestApi("api", { webAcl: waf });
      api.route("GET /", functionUnderTest(), { authorization: "none" });
      new Distribution("cdn", { origins: { site: api } });
    });
    const { inputs } = plan.get(aws.wafv2.WebAcl, "entrance");
    const rules = inputs.rules as unknown as { name: string; action: object; statement: object }[];
    const rule = rules.find(({ name }) => name === "required-header");
    assert.deepEqual(rule?.action, { block: {} });
    const text = JSON.stringify(rule?.statement);
    assert.equal(text.match(/"searchString"/g)?.length, 2);
    assert.equal(sentBy(plan)[0].name, "X-Origin-Secret");
    assert.equal(text.match(/x-origin-secret/g)?.length, 2);
    const logging = plan.get(aws.wafv2.WebAclLoggingConfiguration, "entrance-logging");
    assert.ok(JSON.stringify(logging.inputs.redactedFields).includes("x-origin-secret"));
    const cdn = plan.get(aws.cloudfront.Distribution, "cdn");
    assert.ok(cdn.dependencies.includes(plan.get(aws.wafv2.WebAcl, "entrance").urn));
  });

  it("refuses a generation that is none, and a header that CloudFront can't add", async () => {
    assert.match(await refusal(() => new OriginSecret("s", { generation: 0 })), /from 1/);
    assert.match(
      await refusal(() => new OriginSecret("s", { headerName: "X-Amz-Secret" })),
      /AWS's own/,
    );
  });
});
