/** What breaks the rules, where a program is previewed in a test. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { previewStack } from "../../preview/testing";

describe("previewStack and the rules", () => {
  it("says what breaks the rules: of raw resources, and of resources together", async () => {
    const checked = await previewStack(() => {
      const role = new aws.iam.Role("worker", {
        assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }),
      });
      const worker = new aws.lambda.Function("worker", {
        ...{ role: role.arn, runtime: "nodejs24.x", handler: "index.handler", timeout: 60 },
        code: new pulumi.asset.AssetArchive({
          "index.js": new pulumi.asset.StringAsset("exports.handler = async () => 1;"),
        }),
        environment: { variables: { PASSWORD: pulumi.secret("example") } },
      });
      const jobs = new aws.sqs.Queue("jobs", { visibilityTimeoutSeconds: 30 });
      new aws.lambda.EventSourceMapping("jobs", {
        eventSourceArn: jobs.arn,
        functionName: worker.name,
      });
      new aws.sqs.Queue("slow", { delaySeconds: 901 });
    });
    const told = checked.findings.map(({ rule, urn }) => `${rule} ${urn.split("::")[3]}`);
    for (const one of ["SQS-01 jobs", "SEC-PLAIN-secret worker", "SQS-08-delay slow"]) {
      assert.ok(told.includes(one), `${one} is not among ${told.join(", ")}`);
    }
    const [visibility] = checked.findingsOf("SQS-01");
    assert.equal(visibility.source?.file, "tests/preview/rules.test.ts");
    assert.match(visibility.message, /visibilityTimeoutSeconds is 30/);
    assert.notEqual(visibility.fix, "");
  });
});
