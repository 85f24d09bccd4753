/** The three forms a function's code comes in. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { MakeChild } from "../../component";
import { bundleArchive, bundleHandler, BundleOptions, checkLine, sizeLine } from "./bundle";
import { Architecture } from "./function-args";
import { Handler, StreamHandler } from "./handler";
import { refuseContextMethods } from "./context-methods";
import { builtImage, ImageBuildArgs } from "./image";
import { withinLimits } from "./package-size";

/** The newest Node.js on Lambda whose end is farthest off; the dates are in `rules/lambda-runtimes.ts`. */
export const INLINE_RUNTIME = "nodejs24.x";

/**
 * Code in another language, already built. Go and Rust run on `provided.al2023` with an executable
 * called `bootstrap`; PowerShell is packaged for a .NET runtime.
 */
export interface PackagedCode {
  /** Lambda's name of the runtime, such as `python3.14`. Retired ones are refused (rule LAM-08). */
  runtime: pulumi.Input<string>;
  /**
   * The package: a folder or a .zip. Limit: 50 MB zipped, 250 MB unpacked with its layers. For
   * `provided.al2023` a .zip whose `bootstrap` has mode 0755: a folder's file modes get lost.
   */
  code: pulumi.asset.Archive;
  /** What Lambda calls, such as `app.handler`; `bootstrap` on `provided.al2023`. */
  handler: pulumi.Input<string>;
}

/** A container image. Limit: 10 GB uncompressed. */
export interface ImageCode {
  /** URI of an image in ECR, or what to build one from. */
  image: pulumi.Input<string> | ImageBuildArgs;
  /** Arguments instead of the image's own. Default: none. */
  command?: pulumi.Input<string>[];
}

/** A callback that writes its answer piece by piece; only Node.js does. */
export interface StreamedCode<Event> {
  stream: StreamHandler<Event>;
}

export type FunctionCode<Event, Result> =
  Handler<Event, Result> | StreamedCode<Event> | PackagedCode | ImageCode;

/** The arguments of the function that say what code it runs. */
export type CodeArguments = Pick<
  aws.lambda.FunctionArgs,
  "code" | "environment" | "handler" | "imageConfig" | "imageUri" | "packageType" | "runtime"
>;

interface CodeOptions {
  /** The component, for what the build has to say. */
  owner: pulumi.Resource;
  bundle?: BundleOptions;
  architecture: Architecture;
  /** The customer's key that encrypts images, where there is one. */
  imageKey?: pulumi.Output<string>;
  /** Environment variables that were given. */
  variables?: Record<string, pulumi.Input<string>>;
}

export function codeArguments<Event, Result>(
  name: string,
  code: FunctionCode<Event, Result>,
  options: CodeOptions,
  child: MakeChild,
): CodeArguments {
  if (typeof code === "function") {
    return inlineCode(name, code, options);
  }
  if ("stream" in code) {
    const bundle: BundleOptions = { ...options.bundle, response: "stream" };
    return inlineCode(name, code.stream, { ...options, bundle });
  }
  const { variables } = options;
  const environment = variables ? { environment: { variables } } : {};
  if ("image" in code) {
    const imageUri = isImageBuild(code.image)
      ? builtImage(code.image, options.architecture, options.imageKey, child).uri
      : code.image;
    const imageConfig = code.command ? { imageConfig: { commands: code.command } } : {};
    return { packageType: "Image", imageUri, ...imageConfig, ...environment };
  }
  return {
    runtime: code.runtime,
    code: withinLimits(name, code.code),
    handler: code.handler,
    ...environment,
  };
}

function inlineCode(
  name: string,
  handler: (...parameters: never[]) => Promise<unknown>,
  { owner, bundle, architecture, variables }: CodeOptions,
): CodeArguments {
  const runtime = bundle?.runtime ?? INLINE_RUNTIME;
  refuseContextMethods(handler, name, runtime);
  const built = bundleHandler(handler, {
    ...bundle,
    name,
    owner,
    architecture,
    variables,
    runtime,
  });
  built.then(
    ({ size, warnings, check }) => {
      warnings.forEach((warning) => void pulumi.log.warn(warning, owner));
      // The offline preview lists both; the CLI shows them with --debug.
      void pulumi.log.debug(`bundle-size: ${sizeLine(name, size)}`, owner);
      if (checkLine(check) !== "loaded once") {
        void pulumi.log.debug(`bundle-check: handler "${name}" is ${checkLine(check)}`, owner);
      }
    },
    () => undefined, // reported where the code is used
  );
  return {
    runtime,
    handler: "index.handler",
    code: withinLimits(name, bundleArchive(built)),
    // A promise of a record, so that every variable is secret or unknown by itself.
    environment: { variables: built.then(({ environment }) => environment) },
  };
}

function isImageBuild(image: ImageCode["image"]): image is ImageBuildArgs {
  return (
    typeof image === "object" && !pulumi.Output.isInstance(image) && !(image instanceof Promise)
  );
}
