import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { built } from "../../examples/runtimes/code";
import { Plan, previewStack } from "../../preview/testing";
import { refusal } from "../unit/components/record";
import { skipUnless } from "./newer-node";
import { Invocation, startRuntimeApi } from "./runtime-api";

const example = path.resolve(__dirname, "../../examples/runtimes");
const events = [{ name: "Ann" }, {}, { name: "" }];
const answers = ["Ann", "world", "world"].map((name) => ({
  response: { greeting: `Hello, ${name}!` },
}));

/** Runs a program that asks the local runtime API for events, as Lambda would start it. */
async function invoke(
  command: string,
  programArguments: readonly string[],
  environment: Record<string, string>,
  given: readonly unknown[] = events,
): Promise<Invocation[]> {
  const api = await startRuntimeApi(given, 10);
  const child = spawn(command, programArguments, {
    env: { PATH: process.env.PATH, AWS_LAMBDA_RUNTIME_API: api.address, ...environment },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const ended = once(child, "exit").then(([code]) =>
    Promise.reject(new Error(`The program ended with ${code} before its events did.`)),
  );
  try {
    return (await Promise.race([api.finished, ended])) as Invocation[];
  } finally {
    ended.catch(() => undefined);
    await stop(child);
    await api.stop();
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}

/** Skips, saying why, where a language isn't installed. */
function needs(command: string, versionArgument: string, context: Mocha.Context): void {
  skipUnless(isInstalled(command, versionArgument), context, `${command} is not installed`);
}

function isInstalled(command: string, versionArgument: string): boolean {
  try {
    execFileSync(command, [versionArgument], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

describe("The example in Python, run behind the local runtime API", function () {
  this.timeout(30_000);
  before(function () {
    needs("python3", "--version", this);
  });

  const program = path.join(__dirname, "python_process.py");
  const environment = {
    LAMBDA_TASK_ROOT: path.join(example, "python"),
    PYTHONDONTWRITEBYTECODE: "1",
  };

  it("greets", async () => {
    const handler = { ...environment, _HANDLER: "app.handler" };
    assert.deepEqual(await invoke("python3", [program], handler), answers);
  });

  it("is the handler that the program names", async () => {
    await assert.rejects(
      invoke("python3", [program], { ...environment, _HANDLER: "app.missing" }),
      /can't be loaded: module 'app' has no attribute 'missing'/,
    );
  });
});

describe("The example in Go, compiled and run behind the local runtime API", function () {
  this.timeout(300_000);
  let folder: string | undefined;

  before(function () {
    needs("go", "version", this);
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "strata-go-"));
    // As build.sh does, but for this machine's processor.
    const args = ["build", "-tags", "lambda.norpc", "-trimpath", "-o", `${folder}/bootstrap`, "."];
    execFileSync("go", args, {
      cwd: path.join(example, "go"),
      env: { ...process.env, CGO_ENABLED: "0" },
      stdio: ["ignore", "inherit", "inherit"],
    });
  });
  after(() => folder && fs.rmSync(folder, { recursive: true }));

  it("greets", async () => {
    assert.deepEqual(await invoke(`${folder}/bootstrap`, [], {}), answers);
  });

  it("reports an event that isn't one", async () => {
    const [first] = await invoke(`${folder}/bootstrap`, [], {}, [{ name: 7 }]);
    assert.ok("error" in first);
    assert.match(first.error.errorMessage, /cannot unmarshal number/);
  });
});

describe("The packages that build.sh zips", function () {
  this.timeout(300_000);
  let folder: string;

  before(function () {
    needs("python3", "--version", this);
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "strata-runtimes-"));
  });
  after(() => folder && fs.rmSync(folder, { recursive: true }));

  /** Builds in a copy of the example, so that nothing that was built before counts. */
  function build(language: string, copy: string, commands = ""): Buffer {
    const project = path.join(folder, language, copy);
    const source = path.join(project, "examples/runtimes");
    fs.mkdirSync(path.join(source, language), { recursive: true });
    for (const part of ["build.sh", language]) {
      fs.cpSync(path.join(example, part), path.join(source, part), { recursive: true });
    }
    execFileSync(path.join(source, "build.sh"), [language], {
      env: { ...process.env, PATH: `${commands}${path.delimiter}${process.env.PATH}` },
      stdio: ["ignore", "inherit", "inherit"],
    });
    return fs.readFileSync(path.join(project, "build/examples/runtimes", `${language}.zip`));
  }

  it("hold an executable bootstrap: Go, which gives the same bytes in another folder", function () {
    needs("go", "version", this);
    const first = build("go", "one");
    assert.deepEqual(zipEntries(first), [{ name: "bootstrap", mode: 0o100755, system: "unix" }]);
    assert.ok(first.equals(build("go", "two")), "the packages of the same source differ");
  });

  it("hold an executable bootstrap: Rust, also where the compiler's file is not", () => {
    // Stands for `cargo lambda build`, which needs a cross compiler: writes where build.sh looks.
    const commands = path.join(folder, "commands");
    fs.mkdirSync(commands);
    const cargo = `#!/bin/sh
while [ "$1" != --lambda-dir ]; do shift; done
mkdir -p "$2/greeting" && echo program > "$2/greeting/bootstrap"
`;
    fs.writeFileSync(path.join(commands, "cargo"), cargo, { mode: 0o755 });
    const first = build("rust", "one", commands);
    assert.deepEqual(zipEntries(first), [{ name: "bootstrap", mode: 0o100755, system: "unix" }]);
    const built = path.join(folder, "rust/one/build/examples/runtimes/rust/bootstrap");
    assert.notEqual(fs.statSync(built).mode & 0o777, 0o755);
    assert.ok(first.equals(build("rust", "two", commands)), "the packages differ");
  });
});

/** The central directory of a .zip: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.12. */
function zipEntries(zip: Buffer): { name: string; mode: number; system: string }[] {
  const end = zip.lastIndexOf(Buffer.from("PK\x05\x06"));
  const entries = [];
  let at = zip.readUInt32LE(end + 16);
  while (zip.readUInt32LE(at) === 0x02014b50) {
    const [name, extra, comment] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field));
    entries.push({
      name: zip.toString("utf8", at + 46, at + 46 + name),
      mode: zip.readUInt32LE(at + 38) >>> 16,
      system: zip[at + 5] === 3 ? "unix" : "other",
    });
    at += 46 + name + extra + comment;
  }
  return entries;
}

describe("The packages of the example", () => {
  it("are the .zip for Go and Rust, the folder for the others", async () => {
    for (const [language, file] of [
      ["go", "go.zip"],
      ["rust", "rust.zip"],
      ["java", "java"],
    ]) {
      const before = process.cwd();
      const project = fs.mkdtempSync(path.join(os.tmpdir(), "strata-packages-"));
      try {
        fs.mkdirSync(path.join(project, "examples/runtimes"), { recursive: true });
        fs.mkdirSync(path.join(project, "build/examples/runtimes", file), { recursive: true });
        process.chdir(path.join(project, "examples/runtimes"));
        const archive = built(language) as pulumi.asset.FileArchive;
        assert.equal(await archive.path, `../../build/examples/runtimes/${file}`);
      } finally {
        process.chdir(before);
        fs.rmSync(project, { recursive: true });
      }
    }
  });

  it("must be built before they are deployed: the error names the command", async () => {
    const message = await refusal(() => built("cobol"));
    assert.match(message, /runtimes\/cobol is missing.*Fix: run \.\/build\.sh cobol/);
  });
});

describe("The example program of all runtimes", function () {
  this.timeout(60_000);
  let plan: Plan;
  before(async () => {
    plan = await previewStack(example, { stack: "dev" });
  });

  it("is previewed without errors, built or not", () => {
    plan.assertNoErrors();
    const others = plan.findings.filter(
      ({ message }) => !/is missing; allowed: the built/.test(message),
    );
    assert.deepEqual(
      others.filter(({ severity }) => severity === "warning"),
      [],
    );
    assert.equal(plan.find("strata:compute:LambdaFunction").length, 9);
    assert.equal(Object.keys(plan.outputs).length, 9);
  });

  const packages = {
    python: ["python3.14", "app.handler"],
    ruby: ["ruby4.0", "app.handler"],
    go: ["provided.al2023", "bootstrap"],
    rust: ["provided.al2023", "bootstrap"],
    java: ["java25", "greeting.Handler::greet"],
    dotnet: ["dotnet10", "Greeting::Greeting.Function::Greet"],
    powershell: ["dotnet10", "greeting::greeting.Bootstrap::ExecuteFunction"],
  };
  for (const [name, [runtime, handler]] of Object.entries(packages)) {
    it(`declares ${name} on ${runtime}`, () => {
      const { inputs } = plan.get(aws.lambda.Function, name);
      assert.deepEqual([inputs.runtime, inputs.handler], [runtime, handler]);
      assert.deepEqual(inputs.architectures, ["arm64"]);
      assert.ok(inputs.code, "no code");
      assert.equal(inputs.packageType, undefined);
    });
  }

  it("declares images, by URI and built from a Dockerfile", () => {
    for (const name of ["image", "built-image"]) {
      const { inputs } = plan.get(aws.lambda.Function, name);
      assert.equal(inputs.packageType, "Image");
      assert.deepEqual(
        [inputs.runtime, inputs.handler, inputs.code],
        [undefined, undefined, undefined],
      );
    }
    const { inputs } = plan.get(aws.lambda.Function, "image");
    assert.equal(inputs.imageUri, "123456789012.dkr.ecr.eu-west-1.amazonaws.com/greeting:1");
    const built = plan.get(aws.lambda.Function, "built-image").inputs.imageUri;
    const [image] = plan.find("docker-build:index:Image");
    assert.match(String(built), /\/built-image-images-\w+@sha256:[0-9a-f]{64}$/);
    assert.ok(String(built).endsWith(String(image.outputs.digest)));
    assert.deepEqual(image.inputs.platforms, ["linux/arm64"]);
    const { location } = image.inputs.dockerfile as { location: string };
    assert.ok(fs.existsSync(path.join(example, location)), location);
  });

  it("names sources that are there, with what their handlers name", () => {
    const has = (file: string, text: string) =>
      assert.ok(fs.readFileSync(path.join(example, file), "utf8").includes(text), file);
    has("python/app.py", "def handler(event, context)");
    has("ruby/app.rb", "def handler(event:, context:)");
    has("go/main.go", "lambda.Start(greet)");
    has("rust/src/main.rs", "service_fn(greet)");
    has("java/greeting/Handler.java", "> greet(");
    has("dotnet/Function.cs", "public Response Greet(");
    has("powershell/greeting.ps1", "$LambdaInput.name");
    has("image/Dockerfile", 'CMD ["app.handler"]');
  });
});
