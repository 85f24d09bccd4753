import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import os from "node:os";
import { fixture, report, resourceOf, runPreview, stackOf } from "./command";

describe("npm run preview", () => {
  it("prints every stack by layer, with findings and outputs, within 80 columns", async () => {
    const { code, stdout } = await runPreview(["--cwd", fixture("plain")]);
    assert.equal(code, 0);
    assert.match(stdout, /^plain \/ dev\n/);
    assert.match(stdout, /^5 resources in 2 components$/m);
    assert.match(
      stdout,
      /^compute \(3\)\n {2}Worker orders-worker\n {4}iam\.Role {2}orders-worker$/m,
    );
    assert.match(stdout, /^data \(1\)\n {2}Table orders\n {4}dynamodb\.Table {2}orders$/m);
    assert.match(stdout, /^other \(1\)\n {2}sqs\.Queue {2}jobs$/m);
    assert.match(stdout, /warning SQS-98-demo {2}jobs {2}index\.ts:8\n {4}jobs: no dead letters\n/);
    assert.match(
      stdout,
      /^ {2}queueUrl {3}https:\/\/sqs\.eu-west-1\.amazonaws\.com\/0{12}\/jobs-/m,
    );
    assert.match(stdout, /^1 stack: 0 errors, 1 warning, 0 info$/m);
    assert.ok(stdout.indexOf("compute (") < stdout.indexOf("data ("), "layers in the path's order");
    for (const line of stdout.split("\n")) {
      assert.ok(line.length <= 80 || !line.includes(", "), line);
    }
  });

  it("gives one JSON document, the same bytes again and from another directory", async () => {
    const args = ["--cwd", fixture("plain"), "--json"];
    const first = await runPreview(args);
    const second = await runPreview(args, { cwd: os.tmpdir() });
    assert.equal(first.code, 0);
    assert.equal(second.stdout, first.stdout);
    assert.ok(!first.stdout.includes(fixture("")), "no paths of the machine");
    const all = JSON.parse(first.stdout) as Record<string, unknown>;
    assert.deepEqual(Object.keys(all), ["version", "project", "stacks"]);
    assert.equal(all.version, 1);
    const [stack] = all.stacks as Record<string, unknown>[];
    const parts = ["stack", "resources", "outputs", "findings", "cost", "fidelity"];
    assert.deepEqual(Object.keys(stack), parts);
    const fields = [
      ...["urn", "type", "name", "parent", "custom", "remote", "provider", "inputs", "outputs"],
      ...["dependencies", "references"],
    ];
    for (const resource of stack.resources as object[]) {
      const own = Object.keys(resource).filter((key) => key !== "source" && key !== "via");
      assert.deepEqual(own, fields);
    }
  });

  it("names the user's line as source and the component's as via", async () => {
    const plain = stackOf(await report("plain"), "dev");
    const role = resourceOf(plain, "aws:iam/role:Role", "orders-worker");
    assert.deepEqual(role.source, { file: "index.ts", line: 9 });
    assert.equal(role.via?.file, "components/worker.ts");
    const queue = resourceOf(plain, "aws:sqs/queue:Queue", "jobs");
    assert.deepEqual(queue.source, { file: "index.ts", line: 8 });
    assert.equal(queue.via, undefined);
  });

  it("traces what an argument was made from: policies, environment, code", async () => {
    const plain = stackOf(await report("plain"), "dev");
    const found = (type: string) =>
      resourceOf(plain, type, "orders-worker").references.map(
        ({ at, urn, property }) => `${at} <- ${urn.split("::")[3]}.${property}`,
      );
    assert.deepEqual(found("aws:iam/rolePolicy:RolePolicy"), [
      "policy{Statement[0].Resource} <- jobs.arn",
      "policy{Statement[1].Resource[0]} <- orders.arn",
      "role <- orders-worker.name",
    ]);
    assert.deepEqual(found("aws:lambda/function:Function"), [
      'code.assets["index.mjs"].text <- orders.name',
      "environment.variables.QUEUE_URL <- jobs.url",
      "role <- orders-worker.arn",
    ]);
  });

  it("previews only the stacks that are asked for, each once", async () => {
    const all = await report("siblings", "--stack", "stray", "--stack", "base", "--stack", "base");
    assert.deepEqual(
      all.stacks.map(({ stack }) => stack),
      ["base", "stray"],
    );
  });

  it("lists the stacks that exist when one does not", async () => {
    const args = ["--cwd", fixture("siblings"), "--stack", "prod"];
    const { code, stdout, stderr } = await runPreview(args);
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.equal(
      stderr,
      "There is no stack 'prod'; there are: base, child, stray. One without a file is previewed with --config KEY=VALUE.\n",
    );
  });

  it("explains its flags for --help and for wrong ones", async () => {
    const help = await runPreview(["--help"]);
    assert.equal(help.code, 0);
    assert.match(help.stdout, /^Usage: npm run preview/);
    for (const wrong of [["--stakc", "dev"], ["dev"], ["--stack"]]) {
      const { code, stdout, stderr } = await runPreview(wrong);
      assert.equal(code, 2, wrong.join(" "));
      assert.equal(stdout, "");
      assert.match(stderr, /Usage: npm run preview/);
    }
  });

  it("says which file of the project it can't read", async () => {
    const { code, stderr } = await runPreview(["--cwd", os.tmpdir()]);
    assert.equal(code, 2);
    assert.match(stderr, /no Pulumi\.yaml with a project name/);
  });

  it("tells a Node below the floor so", () => {
    const script = `
      Object.defineProperty(process.versions, "node", { value: "18.20.4" });
      Object.defineProperty(process, "version", { value: "v18.20.4" });
      require(${JSON.stringify(require.resolve("../../preview/start.js"))});`;
    const { status, stderr } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
    assert.equal(status, 2);
    assert.equal(stderr, "The preview needs Node 20.20 or later; this is v18.20.4.\n");
  });
});
