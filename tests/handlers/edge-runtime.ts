// What CloudFront does with a function of its own: calls it with an event, and with the store that it is joined to.
import * as vm from "node:vm";
import type { EdgeRequest } from "../../components/cdn";

/** What the code answers to a request, as an object of this realm. */
export async function answerAtEdge(
  code: unknown,
  request: EdgeRequest,
  store: Readonly<Record<string, string>> = {},
): Promise<object> {
  const event = { version: "1.0", request };
  const script = String(code).replace(/^import cf from "cloudfront";/, "");
  const cf = { kvs: () => ({ get: (key: string) => Promise.resolve(store[key]) }) };
  const context = vm.createContext({ cf, event });
  const called = vm.runInContext(`${script};handler(event)`, context) as unknown;
  return JSON.parse(JSON.stringify(await called)) as object;
}
