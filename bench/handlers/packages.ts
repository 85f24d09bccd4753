// Packages of one handler, laid out in a folder as Lambda would unpack them.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as esbuild from "esbuild";
import * as fs from "node:fs";
import * as path from "node:path";
import * as zlib from "node:zlib";
import { bundleHandler, BundleOptions } from "../../components/compute/lambda/bundle";
import { resolveEnvironment } from "../../tests/handlers/runtime-api";

type Callback = (event: never) => Promise<unknown>;

export interface Package {
  readonly folder: string;
  /** The module that exports `handler`. */
  readonly entry: string;
  readonly environment: Record<string, string>;
  readonly files: number;
  readonly bytes: number;
  /** Each file deflated: what a zip archive holds, without its directory. */
  readonly deflated: number;
}

const functionCode = new Map<string, unknown>();

export function useMocks(): void {
  void pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs }) => {
      if (type === "aws:lambda/function:Function") functionCode.set(name, inputs.code);
      return { id: name, state: { ...inputs, arn: `arn:aws:test:::${name}` } };
    },
    call: ({ inputs }) => inputs,
  });
}

/** Ours. */
export async function bundled(
  folder: string,
  handler: Callback,
  options: BundleOptions,
): Promise<Package> {
  const { js, environment } = await bundleHandler(handler, options);
  fs.writeFileSync(path.join(folder, "index.mjs"), js);
  const captured = await resolveEnvironment(environment);
  // No source maps: the module written by hand has none either.
  return measure(folder, "index.mjs", { ...captured, NODE_OPTIONS: "" });
}

/** A module written by hand and built with esbuild; `loadsByRequire` loads the SDK as our bundles do. */
export async function byHand(
  folder: string,
  source: string,
  environment: Record<string, string>,
): Promise<Package> {
  await esbuild.build({
    stdin: { contents: source, resolveDir: folder },
    outfile: path.join(folder, "index.mjs"),
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node22",
    minify: true,
    mainFields: ["module", "main"],
    external: ["@aws-sdk/*", "@smithy/*"],
    legalComments: "none",
    charset: "utf8",
  });
  return measure(folder, "index.mjs", environment);
}

/** What Pulumi's CallbackFunction makes by default. */
export async function byCallbackFunction(
  folder: string,
  name: string,
  callback: Callback,
): Promise<Package> {
  const fn = new aws.lambda.CallbackFunction(name, {
    callback: callback as never,
    runtime: "nodejs22.x",
  });
  await (fn.urn as unknown as { promise(): Promise<string> }).promise();
  await unpack(functionCode.get(name) as pulumi.asset.Archive, folder);
  return measure(folder, "__index.js", {});
}

async function unpack(archive: pulumi.asset.Archive, folder: string): Promise<void> {
  const { assets, path: source } = archive as { assets?: Promise<object>; path?: Promise<string> };
  if (source) {
    const from = await source;
    fs.cpSync(from, folder, { recursive: true, dereference: false });
    return;
  }
  for (const [name, asset] of Object.entries((await assets) ?? {})) {
    const target = path.join(folder, name);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    if (pulumi.asset.Asset.isInstance(asset)) {
      const { text, path: file } = asset as { text?: Promise<string>; path?: Promise<string> };
      if (text) fs.writeFileSync(target, await text);
      else if (file) fs.copyFileSync(await file, target);
    } else {
      await unpack(asset as pulumi.asset.Archive, target);
    }
  }
}

function measure(folder: string, entry: string, environment: Record<string, string>): Package {
  let files = 0;
  let bytes = 0;
  let deflated = 0;
  for (const item of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!item.isFile()) continue;
    const content = fs.readFileSync(path.join(item.parentPath, item.name));
    files += 1;
    bytes += content.length;
    deflated += zlib.deflateRawSync(content).length;
  }
  return { folder, entry, environment, files, bytes, deflated };
}
