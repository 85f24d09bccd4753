// Our local runtime API and AWS's own emulator, with the same clients: what they say must be the same.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import { bundleHandler } from "../../components/compute/lambda/bundle";
import type { LambdaContext } from "../../components/compute/lambda/handler";
import { skipUnless } from "./newer-node";
import { runBundle, RunnableBundle, startRuntimeApi } from "./runtime-api";
import { findEmulator, runInEmulator } from "./runtime-emulator";

const folder = "build/tests/handlers/runtime-emulator";
const probe = path.join(__dirname, "emulator/probe.mjs");
const timeout = 4;

interface Seen {
  readonly what: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly left: number | null;
}

describe("The local runtime API, held against AWS's emulator", function () {
  this.timeout(60_000);
  let emulator: string;

  before(async function () {
    this.timeout(600_000);
    let why = "";
    emulator = await findEmulator().catch((error: Error) => {
      why = error.message;
      return "";
    });
    skipUnless(why === "", this, why);
  });

  it("takes and refuses the same, in the same forms", async () => {
    const theirs = seenIn((await runInEmulator(emulator, { client: probe }, [1, 2])).logs);
    const ours = await probeOurs([1, 2]);
    assert.equal(theirs.length, 10);
    assert.deepEqual(ours.map(form), theirs.map(form));
    for (const { what, left } of [...theirs, ...ours]) {
      assert.equal(what === "next", left !== null && left > 0 && left <= 10_000, what);
    }
  });

  it("hands over what a handler answers and throws, in the same form", async () => {
    const handler = async (event: string | null) => {
      if (event === "range") throw new RangeError("too far");
      if (event === "text") throw "only a text";
      if (event === "circle") return 1n as never;
      if (event === "nothing") return undefined;
      return { event };
    };
    const events = ["a", null, "nothing", "range", "text", "circle", "a"];
    const bundle = await bundleHandler(handler, { folder });
    const { invocations } = await runBundle(bundle, {}, events);
    const { answers } = await runInEmulator(emulator, { bundle }, events);
    const theirs = answers.map(({ text }) => withoutTrace(JSON.parse(text)));
    const ours = invocations.map((each) =>
      withoutTrace("error" in each ? each.error : each.response),
    );
    assert.deepEqual(ours, theirs);
    assert.deepEqual(theirs[3], { errorType: "RangeError", errorMessage: "too far" });
    assert.deepEqual(theirs[6], { event: "a" }); // the process went on
  });

  it("gives a handler the same time, and says when it is over in the same words", async () => {
    const handler = async (event: string, context: LambdaContext) => {
      if (event === "sleep") await new Promise((resolve) => setTimeout(resolve, 60_000));
      return context.getRemainingTimeInMillis();
    };
    const bundle = await bundleHandler(handler, { folder });
    // The first event waits for the process, the second one has its whole time.
    const { answers } = await runInEmulator(emulator, { bundle }, ["", "", "sleep"], { timeout });
    const { invocations } = await runBundle(bundle, {}, ["", ""], { timeout });
    const left = [Number(answers[1].text), (invocations[1] as { response: number }).response];
    for (const each of left) assert.ok(each > 3_000 && each <= 4_000, String(left));

    assert.equal(answers[2].text, "Task timed out after 4.00 seconds");
    assert.ok(answers[2].milliseconds >= 4_000, String(answers[2].milliseconds));
    const began = Date.now();
    await assert.rejects(runBundle(bundle, {}, ["sleep"], { timeout }), errorWith(answers[2].text));
    assert.ok(Date.now() - began >= 4_000);
  });

  it("says the same of a process that ends, and of a module that can't be loaded", async () => {
    const ends = await bundleHandler(async () => process.exit(3), { folder });
    assert.deepEqual(await bothOn(ends), ["Runtime.ExitError", "exit status 3"]);
    const broken = { js: 'throw new TypeError("at the top");\n', map: "{}" };
    assert.deepEqual(await bothOn(broken), ["TypeError", "at the top"]);

    /** The emulator's error, once ours has said the same. */
    async function bothOn(bundle: RunnableBundle): Promise<[string, string]> {
      const [answer] = (await runInEmulator(emulator, { bundle }, [1])).answers;
      const error = JSON.parse(answer.text) as { errorType: string; errorMessage: string };
      const words = error.errorMessage.replace(/^RequestId: \S+ Error: /, "");
      await assert.rejects(runBundle(bundle, {}, [1]), errorWith(words));
      return [error.errorType, words.replace("Runtime exited with error: ", "")];
    }
  });
});

/** What the probe saw of our API. */
async function probeOurs(events: readonly unknown[]): Promise<Seen[]> {
  const api = await startRuntimeApi(events, 10);
  const child = spawn(process.execPath, [probe], {
    env: { PATH: process.env.PATH, AWS_LAMBDA_RUNTIME_API: api.address },
  });
  let written = "";
  child.stderr.on("data", (chunk: Buffer) => (written += chunk.toString("utf8")));
  try {
    while (!/^seen .*\n/m.test(written)) await once(child.stderr, "data");
  } finally {
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
    await api.stop();
  }
  return seenIn(written);
}

function seenIn(written: string): Seen[] {
  const line = /^seen (.*)$/m.exec(written)?.[1];
  assert.ok(line, written);
  return JSON.parse(line) as Seen[];
}

/** An answer without what is of one run: ids, the deadline, the function's ARN, and the reason that the emulator adds. */
function form({ what, status, headers, text }: Seen) {
  const said = headers["content-type"] === "application/json" ? text : "";
  const known = said.replace(/State transition from .* Error: /, "").trim();
  return {
    what,
    status,
    headers: Object.fromEntries(
      Object.entries(headers)
        .filter(([name]) => status !== 404 || name !== "content-type")
        .map(([name, value]) => [
          name,
          value
            .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, "<id>")
            .replace(/^\d{13}$/, "<milliseconds>")
            .replace(/(arn:aws:lambda):[\w-]+:\d{12}:function:\w+/, "$1:<function>"),
        ]),
    ),
    text: known,
  };
}

function withoutTrace(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("trace" in value)) return value;
  const { trace, ...rest } = value as Record<string, unknown>;
  assert.ok(Array.isArray(trace));
  return rest;
}

const errorWith = (words: string) => (error: Error) => {
  assert.ok(error.message.includes(words), error.message);
  return true;
};
