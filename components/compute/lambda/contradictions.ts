/** Arguments of a function that contradict each other. What one argument may be is the rulebook's. */
import * as pulumi from "@pulumi/pulumi";
import { Refuse } from "../../component";
import { Access } from "../../contracts";
import { refuseDestinations } from "./asynchronous";
import { LambdaFunctionArgs } from "./function-args";
import { askerWith } from "./bundle/plan/function-circles";
import { FunctionCode } from "./function-code";
import { refuseProvisioned } from "./provisioned-concurrency";
import { refuseRelease } from "./release/release";

/** @throws pulumi.RunError for the first contradiction, made by `refuse`. */
export function refuseContradictions<Event, Result>(
  code: FunctionCode<Event, Result>,
  args: LambdaFunctionArgs<Event, Result>,
  access: readonly Access[],
  refuse: Refuse,
): void {
  refuseNoCode(code, refuse);
  refuseTenants(args, refuse);
  const { vpc, fileSystem, snapStart, provisionedConcurrency, url } = args;
  refuseDestinations(args, [args.on ?? []].flat(), refuse);
  refuseRelease(args.release, refuse);
  // While traffic goes over, two versions are provisioned.
  const versions = args.release ? 2 : 1;
  refuseProvisioned(provisionedConcurrency, args.reservedConcurrentExecutions, versions, refuse);
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

/** A role that names what is made after its function would never be made. */
export function refuseAccessToAskers(
  owner: pulumi.Resource,
  access: readonly Access[],
  refuse: Refuse,
): void {
  const resources = access.flatMap(({ statements }) =>
    statements.flatMap(({ Resource }) => [Resource].flat()),
  );
  for (const resource of resources) {
    const asker = pulumi.Output.isInstance(resource) ? askerWith(owner, resource) : undefined;
    if (asker) {
      const name = `${asker.constructor.name} "${asker.logicalName}"`;
      throw refuse(
        "access",
        name,
        `what is made before the function: ${name} names it, so each would wait for the other`,
        "let another function do that part, called through a queue or a topic",
      );
    }
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/tenant-isolation.html: only direct calls and REST APIs name a tenant. */
function refuseTenants<Event, Result>(
  args: LambdaFunctionArgs<Event, Result>,
  refuse: Refuse,
): void {
  if (!args.tenantIsolation) return;
  for (const key of ["snapStart", "provisionedConcurrency", "url", "on"] as const) {
    const value = args[key];
    if (value === undefined || value === false || (Array.isArray(value) && value.length === 0))
      continue;
    throw refuse(
      key,
      key === "on" ? "a trigger" : value,
      "nothing with tenantIsolation: calls must name a tenant, and go to environments of its own",
      "leave one of the two out, or call the function from one that names the tenant",
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
