import * as pulumi from "@pulumi/pulumi";
import * as path from "node:path";
import { bundleHandlers, Request } from "./bundle/bundle-handlers";
import { callSite } from "./bundle/live/call-site";
import { Bundle, BundleOptions } from "./bundle/options";
import { projectFolder } from "./bundle/source/project";
import { checkHandlerParameters } from "./handler";

export { checkLine } from "./bundle/check/bundle-check";
export type { BundleCheck } from "./bundle/check/bundle-check";
export { sizeLine } from "./bundle/build/bundle-size";
export type { BundleSize } from "./bundle/build/bundle-size";
export type { Bundle, BundleOptions } from "./bundle/options";

const requests: Request[] = [];

/**
 * Turns a function into one small ES module: the source that it needs, built by esbuild, with captured plain data
 * written in and captured Outputs as environment variables that `.get()` reads.
 *
 * Handlers bundled in the same turn share one esbuild run. The functions are looked at a turn later, so that every
 * `const` of the program has its value.
 *
 * @throws pulumi.RunError (as a rejection, except for the handler's parameters) with file, line, column and the fix for
 * what can't be captured: resources, `this`, `pulumi.Config`, secrets, the function's own outputs.
 *
 * @example
 * const { js, map, environment } = await bundleHandler(async () => table.name.get(), { name: "show-table" });
 */
export function bundleHandler(
  handler: (...parameters: never[]) => Promise<unknown>,
  options: BundleOptions = {},
): Promise<Bundle> {
  const name = options.name ?? (handler?.name || "handler");
  checkHandlerParameters(handler, name, options.response);
  const site = callSite();
  return new Promise((resolve, reject) => {
    if (requests.length === 0) setImmediate(() => bundleHandlers(requests.splice(0)));
    requests.push({ handler, options, name, root: projectFolder(), site, resolve, reject });
  });
}

/** The bundle as the code of a `nodejs` function whose handler is `index.handler`. */
export async function bundleArchive(
  bundle: Bundle | Promise<Bundle>,
): Promise<pulumi.asset.AssetArchive> {
  const { js, map, files, nodeModules } = await bundle;
  const beside = Object.entries(files).map(([name, file]) => [
    name,
    // Relative to where the program runs: its machine's folders stay out of the state.
    new pulumi.asset.FileAsset(path.relative(process.cwd(), file)),
  ]);
  return new pulumi.asset.AssetArchive({
    "index.mjs": new pulumi.asset.StringAsset(`${js}//# sourceMappingURL=index.mjs.map\n`),
    "index.mjs.map": new pulumi.asset.StringAsset(map),
    ...(Object.fromEntries(beside) as Record<string, pulumi.asset.FileAsset>),
    ...(nodeModules && { node_modules: new pulumi.asset.FileArchive(nodeModules) }),
  });
}
