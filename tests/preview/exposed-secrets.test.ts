/** Secrets where everyone can read them: in outputs of the stack, and in the environment of functions. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import assert from "node:assert/strict";
import { PreviewOptions, previewStack, Program } from "../../preview/testing";

const RULES = ["exposed-secret", "SEC-PLAIN-secret"];

async function said(program: Program, options?: PreviewOptions): Promise<string[]> {
  const plan = await previewStack(program, options);
  assert.deepEqual(plan.findingsOf("program-error"), []);
  return plan.findings.flatMap(({ rule, urn, message }) =>
    RULES.includes(rule) ? [`${rule} ${urn.split("::")[3]} ${message.split(";")[0]}`] : [],
  );
}

function worker(value: pulumi.Input<string>): void {
  const trusted = aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" });
  new aws.lambda.Function("worker", {
    role: new aws.iam.Role("worker", { assumeRolePolicy: trusted }).arn,
    ...{ runtime: "nodejs24.x", handler: "index.handler", timeout: 10, architectures: ["arm64"] },
    environment: { variables: { PASSWORD: value } },
    code: new pulumi.asset.AssetArchive({
      "index.js": new pulumi.asset.StringAsset("exports.handler = async () => 1;"),
    }),
  });
}

const WRITTEN = "an-example-of-a-password";
const database = (password: pulumi.Input<string>) =>
  new aws.rds.Instance("db", {
    ...{ engine: "postgres", instanceClass: "db.t4g.micro", username: "app", password },
    allocatedStorage: 20,
  });
const generated = () => new random.RandomPassword("generated", { length: 32 }).result;
const kept = () => aws.secretsmanager.getSecretVersionOutput({ secretId: "database" }).secretString;
const config: PreviewOptions = { config: { token: WRITTEN }, secretKeys: ["token"] };
const read = () => new pulumi.Config().require("token");

/** What is shown, by the way in which it came to be in the clear. */
const ways: Record<string, [() => pulumi.Input<string>, string, PreviewOptions?]> = {
  "a text that is the database's password": [
    () => (database(WRITTEN), WRITTEN),
    "the password of db",
  ],
  "an address with that text in it": [
    () => (database(WRITTEN), `postgres://app:${WRITTEN}@db.example.com`),
    "the password of db",
  ],
  "a generated password without its mark": [
    () => pulumi.unsecret(generated()),
    "the secret result of generated",
  ],
  "what Secrets Manager keeps": [kept, "the secretString of getSecretVersion"],
  "a secret setting that is read as a plain one": [read, "the secret setting token", config],
};

describe("secrets in the clear", () => {
  for (const [way, [value, source, options]] of Object.entries(ways)) {
    it(`are found in a stack output: ${way}`, async () => {
      const found = await said(() => ({ shown: value() }), options);
      assert.deepEqual(found, [
        `exposed-secret strata-test output shown holds ${source} in the clear`,
      ]);
    });

    it(`are found in a raw function's environment: ${way}`, async () => {
      const found = await said(() => worker(value()), options);
      assert.deepEqual(found, [
        `exposed-secret worker environment.variables.PASSWORD holds ${source} in the clear`,
      ]);
    });
  }

  it("are found in the environment where they keep their mark: it shows them all the same", async () => {
    for (const value of [generated, () => database(WRITTEN).password.apply(String)]) {
      assert.deepEqual(await said(() => worker(value())), [
        'SEC-PLAIN-secret worker environment.variables.PASSWORD is "a secret"',
      ]);
    }
  });

  it("are not seen in outputs that keep their mark, nor in what is no secret", async () => {
    const marked = () => ({
      password: database(WRITTEN).password,
      other: generated(),
      kept: pulumi.secret(kept()),
    });
    assert.deepEqual(await said(marked), []);
    const plain = () => {
      const url = "https://api.example.com";
      new aws.ssm.Parameter("url", { type: "String", value: url });
      worker(url);
      return { url, user: database(WRITTEN).username };
    };
    assert.deepEqual(await said(plain), []);
  });
});
