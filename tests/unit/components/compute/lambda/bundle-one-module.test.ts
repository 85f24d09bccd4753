// A module whose function is captured (a middleware around the handler) and that the handler's code imports, too: there is one
// of it in Lambda, as in the program.
import assert from "node:assert/strict";
import { bundleHandler } from "../../../../../components/compute/lambda/bundle";
import { runBundles, workFolder } from "./capture-runs";
import { WrittenProgram } from "./written-programs";
import "./fixtures/mocks";

interface Program {
  readonly files: Readonly<Record<string, string>>;
  readonly event?: unknown;
}

const wrapper = `(handler: (event: any) => Promise<unknown>) => async (event: any) =>`;
const programs: Record<string, Program> = {
  "an error class": {
    files: {
      "http.ts": `export class HttpError extends Error { constructor(readonly status: number, message: string) { super(message); } }
export const json = ${wrapper} {
  try { return [200, await handler(event)]; }
  catch (error) { if (error instanceof HttpError) return [error.status, error.message]; throw error; }
};`,
      "photos.ts": `import { HttpError } from "./http";
export const find = (id: string) => { throw new HttpError(404, id); };`,
      "index.ts": `import { json } from "./http";
import { find } from "./photos";
export const handler = json(async (event) => find(event.id));`,
    },
    event: { id: "p1" },
  },
  "an AsyncLocalStorage that isn't exported": {
    files: {
      "context.ts": `import { AsyncLocalStorage } from "node:async_hooks";
const storage = new AsyncLocalStorage<{ id: string }>();
export const current = () => storage.getStore()?.id ?? "none";
export const inContext = ${wrapper} storage.run({ id: event.id }, () => handler(event));`,
      "index.ts": `import { current, inContext } from "./context";
export const handler = inContext(async () => current());`,
    },
    event: { id: "r1" },
  },
  "a Map and a list that its own statements fill": {
    files: {
      "metrics.ts": `const counts = new Map<string, number>();
counts.set("start", 1);
const names = ["first"];
names.push("second");
export const report = () => [Object.fromEntries(counts), names];
export const counted = ${wrapper} {
  counts.set("calls", (counts.get("calls") ?? 0) + 1);
  names.push("call");
  return handler(event);
};`,
      "index.ts": `import { counted, report } from "./metrics";
export const handler = counted(async () => report());`,
    },
  },
  "variables that the middleware assigns": {
    files: {
      "start.ts": `let isCold = true;
let calls = 0, last: string | undefined;
export const state = () => ({ isCold, calls, last });
export const tracked = ${wrapper} {
  calls++;
  [last] = [event.id];
  try { return await handler(event); } finally { ({ isCold } = { isCold: false }); }
};`,
      "index.ts": `import { state, tracked } from "./start";
export const handler = tracked(async () => state());`,
    },
    event: { id: "r1" },
  },
  "beside a resource": {
    files: {
      "tables.ts": `import { Table } from "../../../../tests/unit/components/compute/lambda/fixtures/captures/table";
const table = new Table("photos");
const seen: string[] = [];
export const list = () => seen.join();
export const noted = ${wrapper} { seen.push(table.name.get()); return handler(event); };`,
      "index.ts": `import { list, noted } from "./tables";
export const handler = noted(async () => list());`,
    },
  },
};

/** What the two calls of the programs give where they can't be made while deploying. */
const expected: Record<string, unknown[]> = {
  "beside a resource": ["photos-name", "photos-name,photos-name"],
};

describe("A module that is captured from and imported, too", function () {
  this.timeout(60_000);
  const cache = workFolder("one-module-cache");

  for (const [name, { files, event }] of Object.entries(programs)) {
    it(`is one in Lambda: ${name}`, async () => {
      const { handler } = new WrittenProgram(
        `one-module-${name.replace(/\W+/g, "-")}`,
        files,
      ).load();
      const { js, warnings, environment } = await bundleHandler(handler, { name, folder: cache });
      assert.deepEqual(warnings, []);
      const call = {
        name,
        js,
        environment: environment as Record<string, string>,
        event,
        times: 2,
      };
      const given = event as never;
      const made = expected[name] ?? [await copy(handler(given)), await copy(handler(given))];
      const variables = Object.fromEntries(Object.keys(environment).filter((each) => each.startsWith("STRATA_")).map((each) => [each, '"photos-name"'])); // prettier-ignore
      const returned = await runBundles(workFolder("one-module-run"), [
        { ...call, environment: variables },
      ]);
      assert.deepEqual(returned[name], made);
    });
  }
});

const copy = async (value: Promise<unknown>): Promise<unknown> =>
  JSON.parse(JSON.stringify(await value));
