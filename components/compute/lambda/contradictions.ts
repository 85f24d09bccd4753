/** Arguments of a function that contradict each other. What one argument may be is the rulebook's. */
import { Refuse } from "../../component";
import { Access } from "../../contracts";
import { refuseDestinations } from "./asynchronous";
import { LambdaFunctionArgs } from "./function-args";
import { FunctionCode } from "./function-code";
import { refuseProvisioned } from "./provisioned-concurrency";

/** @throws pulumi.RunError for the first contradiction, made by `refuse`. */
export function refuseContradictions<Event, Result>(
  code: FunctionCode<Event, Result>,
  args: LambdaFunctionArgs<Event, Result>,
  access: readonly Access[],
  refuse: Refuse,
): void {
  refuseNoCode(code, refuse);
  const { vpc, fileSystem, snapStart, provisionedConcurrency, url } = args;
  refuseDestinations(args, [args.on ?? []].flat(), refuse);
  refuseProvisioned(provisionedConcurrency, args.reservedConcurrentExecutions, refuse);
  if (vpc && url && typeof code === "object" && "stream" in code) {
    throw refuse(
      "url",
      url,
      "nothing for a function that streams from the VPC (LAM-24)",
      "leave out vpc, or let a REST API stream the answer",
    );
  }
  if (vpc?.egress && vpc.network.egress.mode === "none") {
    const network = vpc.network.connectionName;
    throw refuse(
      "vpc.egress",
      vpc.egress,
      `false, because network "${network}" has egress mode "none"`,
      `give network "${network}" an egress mode such as "single", or leave out vpc.egress`,
    );
  }
  if (!vpc && access.some(({ connection }) => connection)) {
    throw refuse(
      "vpc",
      undefined,
      "a place in the VPC, because something in access is reached through it",
      "say vpc: { network }",
    );
  }
  if (fileSystem && snapStart) {
    throw refuse("snapStart", true, "false with fileSystem (LAM-13)", "leave one of the two out");
  }
  if (snapStart && provisionedConcurrency !== undefined) {
    throw refuse(
      "provisionedConcurrency",
      provisionedConcurrency,
      "nothing with snapStart (LAM-13)",
      "leave one of the two out",
    );
  }
}

/** What TypeScript would refuse, but a circular import or an untyped program gives. */
function refuseNoCode(code: unknown, refuse: Refuse): void {
  const isObject = typeof code === "object" && code !== null;
  const forms = ["stream", "image", "code"];
  if (typeof code !== "function" && !(isObject && forms.some((form) => form in code))) {
    throw refuse(
      "code",
      isObject ? Object.keys(code) : code,
      "a callback, { stream }, { runtime, code, handler } or { image }",
      code === undefined
        ? "look for a circular import: what is imported from a module that is still loading is undefined"
        : "pass async (event, context) => ...",
    );
  }
}
