// What holds for every stack that has a file, by what its settings say.
import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { comparePlans } from "../../../preview/testing";
import {
  hasLayer,
  largest,
  previewChanged,
  previewShipped,
  root,
  settings,
  stacks,
} from "../shipped-stacks";

const lambdas = "aws:lambda/function:Function";

for (const stack of stacks) {
  const given = settings.get(stack)!;
  const { production, logRetentionDays } = given["strata:environment"];

  describe(`The stack ${stack}`, function () {
    this.timeout(240_000);

    it("previews without errors and warnings", async () => {
      const plan = await previewShipped(stack);
      const loud = plan.findings.filter(({ severity }) => severity !== "info");
      assert.deepEqual(
        loud.map(({ rule, message }) => `${rule}: ${message}`),
        [],
      );
    });

    it("warns of no rule in `pulumi up` that an exception lets a resource break", async () => {
      const { log } = await previewShipped(stack);
      const ofRules = log.filter(({ message }) => /^[A-Z0-9]+-[\w-]+: /.test(message));
      assert.deepEqual(ofRules, []);
    });

    it("names the settings to be made one's own, and nothing else counts as one", async () => {
      const plan = await previewShipped(stack);
      const found = plan.findings.filter(({ placeholder }) => placeholder);
      assert.deepEqual(found.map(({ message }) => message.split(" ")[0]).sort(), madeUp(stack));
    });

    it("gives every function a handler and a role of its own", async () => {
      const plan = await previewShipped(stack);
      const functions = plan.find(lambdas);
      const roles = new Set(functions.map(({ inputs }) => inputs.role));
      assert.equal(roles.size, functions.length);
      assert.ok(functions.every(({ inputs }) => inputs.handler ?? inputs.imageUri));
    });

    it("has the gateways and addresses of its mode of egress, and keeps the addresses", async () => {
      const plan = await previewShipped(stack);
      const network = given["strata:network"];
      const { mode, addresses = {} } = network?.egress ?? { mode: "none" };
      const gateways = { none: 0, single: 1, "per-az": network?.zones.length }[mode];
      // Features may have gateways and addresses of their own, which are no egress.
      const ofEgress = (type: { prototype: object }) =>
        plan.find(type).filter(({ name }) => name.startsWith("network-egress"));
      if (gateways !== undefined) {
        assert.equal(ofEgress(aws.ec2.NatGateway).length, gateways);
        assert.equal((plan.outputs.publicIps as string[]).length, gateways);
      }
      assert.ok(ofEgress(aws.ec2.Eip).length >= Object.keys(addresses).length);
      assert.ok(ofEgress(aws.ec2.Eip).every(({ protect }) => protect));
    });

    it(`${given["strata:data"].disposable ? "lets go" : "protects and keeps"} what holds data`, async () => {
      const plan = await previewShipped(stack);
      const kept = !given["strata:data"].disposable;
      const ofLayer = (kind: { prototype: object }) =>
        plan.find(kind).filter(({ name }) => name.startsWith("data-"));
      const those = [...ofLayer(aws.s3.Bucket), ...ofLayer(aws.dynamodb.Table)];
      assert.ok(those.length > 0);
      for (const { name, protect, retainOnDelete } of those) {
        assert.deepEqual([protect ?? false, retainOnDelete ?? false], [kept, kept], name);
      }
    });

    if (hasLayer("cdn")) {
      it(`records who called ${production ? "as long as it keeps logs" : "not at all"}`, async () => {
        const plan = await previewShipped(stack);
        assert.equal(plan.find(aws.cloudwatch.LogDelivery).length, production ? 1 : 0);
        if (!production) return;
        const { rules } = plan.get(
          aws.s3.BucketLifecycleConfiguration,
          "logs-cdn-lifecycle",
        ).inputs;
        const lines = (rules as { id: string; expiration?: { days: number } }[]).find(
          ({ id }) => id === "lines",
        );
        assert.equal(lines?.expiration?.days, logRetentionDays);
      });
    }

    const domain = given["strata:dns"]?.domain;
    if (domain !== undefined && hasLayer("cdn")) {
      it("answers at www and at the domain itself", async () => {
        const plan = await previewShipped(stack);
        const names = plan
          .find(aws.route53.Record)
          .filter(({ inputs }) => (inputs.aliases as object[] | undefined)?.length === 1)
          .map(({ inputs }) => `${String(inputs.name)} ${String(inputs.type)}`);
        for (const host of [domain, `www.${domain}`]) {
          for (const type of ["A", "AAAA"]) assert.ok(names.includes(`${host} ${type}`), host);
        }
        assert.equal(plan.outputs.url, `https://www.${domain}`);
        assert.equal((plan.outputs.nameServers as string[]).length, 4);
      });
    }

    // What changes in the largest stack is seen by the engine's tests.
    it("replaces nothing when log retention changes", async function () {
      if (stack === largest && stacks.length > 1) this.skip();
      const before = await previewShipped(stack);
      const after = await previewChanged(stack, {
        "strata:environment": {
          ...given["strata:environment"],
          logRetentionDays: logRetentionDays === 731 ? 400 : 731,
        },
      });
      const change = comparePlans(before, after);
      assert.deepEqual([...change.create, ...change.replace, ...change.delete], []);
      assert.ok(change.update.length > 0);
      const kept = /LogGroup::|BucketLifecycleConfiguration::logs-cdn-lifecycle$/;
      assert.deepEqual(
        change.update.map(({ urn }) => urn).filter((urn) => !kept.test(urn)),
        [],
      );
    });
  });
}

/** Keys of the stack file whose value is of AWS's or of RFC 2606's examples, sorted. */
function madeUp(stack: string): string[] {
  const text = fs.readFileSync(path.join(root, `Pulumi.${stack}.yaml`), "utf8");
  const keys = (value: unknown, at: string): string[] =>
    typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([key, each]) => keys(each, at ? `${at}.${key}` : key))
      : /^123456789012$|\bexample\.(com|net|org)\b/.test(String(value))
        ? [at]
        : [];
  return keys((parse(text) as { config: object }).config, "").sort();
}
