// The feature alone in a stack.
import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { areBounded, areClosed } from "../../tests/handlers/public-functions";
import { hasLayer, previewFeatures } from "../../tests/stacks/shipped-stacks";

const lambdas = "aws:lambda/function:Function";
const alone = () =>
  previewFeatures(["photos"], {
    "strata:network": { zones: ["eu-west-1a", "eu-west-1b"], egress: { mode: "none" } },
  });

describe("A stack with photos alone", function () {
  it("has their functions, and nothing that costs while idle", async () => {
    const plan = await alone();
    plan.assertNoErrors();
    assert.deepEqual(
      plan.find(lambdas).map(({ name }) => name),
      [
        ...["check-upload", "create-photo", "forget-photo", "index-upload", "list-photos"],
        ...["check-again", "index-again"],
      ],
    );
    for (const costly of [aws.ec2.NatGateway, aws.ec2.Eip, aws.kms.Key, aws.route53.Zone]) {
      assert.deepEqual(plan.find(costly), []);
    }
    assert.deepEqual(plan.outputs.publicIps, []);
  });

  it("knows which table, queue and bucket a handler captured", async () => {
    const plan = await alone();
    const sources = (name: string) =>
      plan
        .get(lambdas, name)
        .references.filter(({ at }) => at.startsWith("environment"))
        .map(({ urn }) => urn.split("::")[3])
        .sort();
    assert.deepEqual(sources("index-upload"), ["data-photos"]);
    assert.deepEqual(sources("list-photos"), ["data-originals", "data-photos"]);
  });

  it("lets the page load from its own host and the bucket of photos alone", async function () {
    if (!hasLayer("cdn")) this.skip();
    const plan = await alone();
    const policy = plan.get(aws.cloudfront.ResponseHeadersPolicy, "cdn-distribution-headers");
    const { securityHeadersConfig } = policy.inputs as unknown as {
      securityHeadersConfig: { contentSecurityPolicy: { contentSecurityPolicy: string } };
    };
    const header = securityHeadersConfig.contentSecurityPolicy.contentSecurityPolicy;
    const bucket = String(plan.get(aws.s3.Bucket, "data-originals").outputs.bucket);
    const photos = `https://${bucket}.s3.eu-west-1.amazonaws.com`;
    assert.deepEqual(header.split("; "), [
      "base-uri 'none'",
      `connect-src 'self' ${photos}`,
      "default-src 'none'",
      "font-src 'self'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      `img-src 'self' data: ${photos}`,
      "manifest-src 'self'",
      "script-src 'self'",
      "style-src 'self'",
    ]);
  });

  it("takes uploads from pages of the domain and of www", async function () {
    if (!hasLayer("cdn") || !hasLayer("dns")) this.skip();
    const plan = await previewFeatures(["photos"], { "strata:dns": { domain: "strata.dev" } });
    const { corsRules } = plan.get(aws.s3.BucketCorsConfiguration, "data-originals-cors").inputs;
    const [{ allowedOrigins }] = corsRules as { allowedOrigins: string[] }[];
    assert.deepEqual(allowedOrigins, ["https://www.strata.dev", "https://strata.dev"]);
  });

  areBounded("photos", ["create-photo", "list-photos"]);
  areClosed("photos", ["POST /photos", "GET /photos"]);
});

describe("The page", () => {
  it("has nothing inline that browsers would refuse", () => {
    const site = path.resolve(__dirname, "../../site");
    const page = fs.readFileSync(path.join(site, "index.html"), "utf8");
    assert.doesNotMatch(page, /<style|<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=/);
    const script = fs.readFileSync(path.join(site, "app.js"), "utf8");
    assert.doesNotMatch(script, /innerHTML|eval\(|new Function|setAttribute\("style"/);
  });
});
