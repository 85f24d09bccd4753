/** Programs as people have them: secret settings of every kind, things that are there already, random values. */
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { identified } from "../../cloud-model/identifiers";
import type { StackReport } from "../../preview/report/plan";
import { fixture, report, resourceOf, runPreview, stackOf } from "./command";

describe("everyday programs", () => {
  let stack: StackReport;

  before(async () => {
    stack = stackOf(await report("everyday"), "dev");
  });

  it("read a secret setting as an object, a number or a flag", () => {
    const { database, limit, flag, token } = stack.outputs;
    assert.deepEqual([database, limit, flag], ["[unknown]", "[unknown]", "[unknown]"]);
    assert.equal(token, "[secret]", "whatever pattern it has to meet");
  });

  it("are told where a secret setting is read in the clear, and what stood in for it", () => {
    assert.equal(stack.outputs.careless, 1);
    const [finding, ...others] = stack.findings.filter(({ rule }) => rule === "secret-setting");
    assert.deepEqual([finding.severity, finding.source?.line, others], ["info", 11, []]);
    assert.match(finding.message, /^everyday:limit is secret.* went on with 1$/);
  });

  it("know of a queue that is there what its URL says", () => {
    const { queueArn, queueName } = stack.outputs;
    assert.equal(queueArn, "arn:aws:sqs:eu-central-1:123456789012:orders");
    assert.equal(queueName, "orders");
  });

  it("know an imported resource by its id", () => {
    assert.equal(stack.outputs.roleId, "deployer");
    const role = resourceOf(stack, "aws:iam/role:Role", "imported");
    assert.equal(role.outputs.name, "deployer");
    assert.match(String(role.outputs.arn), /^arn:aws:iam::\d{12}:role\/deployer$/);
  });

  it("fail for an asset that is not there, at its line, as in the engine", () => {
    const [finding] = stack.findings.filter(({ rule }) => rule === "missing-file");
    assert.deepEqual([finding.severity, finding.source?.line], ["error", 24]);
    assert.match(finding.message, /page\.html is not there/);
  });

  it("get random values of their form", () => {
    const { integer, shuffled, uuid } = stack.outputs;
    assert.ok(typeof integer === "number" && integer >= 10 && integer <= 12, String(integer));
    assert.deepEqual([...(shuffled as string[])].sort(), ["a", "b", "c"]);
    assert.match(String(uuid), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });
});

describe("an id", () => {
  it("tells nothing but itself where it has another form", () => {
    assert.deepEqual(identified("aws:sqs/queue:Queue", "orders"), {
      values: { id: "orders" },
      place: {},
    });
    assert.deepEqual(identified("other:index/thing:Thing", "a"), {
      values: { id: "a" },
      place: {},
    });
  });
});

describe("the command line for any Pulumi program", () => {
  it("previews a stack without a file with the settings that it is given", async () => {
    const args = ["--cwd", fixture("everyday"), "--stack", "prod", "--json"];
    const settings = ["--config", "size=7=8", "--config", "aws:region=eu-west-3"];
    const { stdout } = await runPreview([...args, ...settings]);
    const { stacks } = JSON.parse(stdout) as { stacks: StackReport[] };
    assert.equal(stacks[0].stack, "prod");
    assert.equal(stacks[0].outputs.size, "7=8");
    assert.equal(stacks[0].outputs.token, undefined);
  });

  it("says what a wrong setting should look like", async () => {
    const { code, stderr } = await runPreview(["--cwd", fixture("everyday"), "--config", "size"]);
    assert.equal(code, 2);
    assert.match(stderr, /^--config is 'size'; allowed: KEY=VALUE/);
  });

  it("previews a project without stack files as dev, and says what is not installed", async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "bare-"));
    try {
      fs.writeFileSync(path.join(folder, "Pulumi.yaml"), "name: bare\nruntime: nodejs\n");
      fs.writeFileSync(path.join(folder, "index.js"), "module.exports = { ran: true };\n");
      const before = await runPreview(["--cwd", folder]);
      assert.deepEqual([before.code, before.stdout], [2, ""]);
      assert.match(before.stderr, /@pulumi\/pulumi is not installed there; run `npm install`/);
      fs.symlinkSync(
        path.resolve(__dirname, "../../node_modules"),
        path.join(folder, "node_modules"),
      );
      const { code, stdout } = await runPreview(["--cwd", folder]);
      assert.equal(code, 0, stdout);
      assert.match(stdout, /^bare \/ dev\n/);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
});
