import { atMost, absent, custom, excludes, oneOf, range, required } from "../base/checks";
import { lambdaRuntimes, runtimeNoticeDays, runtimeStatus } from "./runtimes";
import { lambda } from "../base/types/lambda";
import type { Inputs, ResourceRule } from "../base/rule";
import { equals, isAbsent, listOf, numberAt, textAt, valueAt } from "../base/values";

const QUOTAS = "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html";
const API = "https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html";
const GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg";

/** Layers of a function. */
export const lambdaLayers = 5;
/** A package that is uploaded directly, and what it may unpack to together with its layers. */
export const lambdaZipBytes = 50 * 1024 * 1024;
export const lambdaUnzippedBytes = 250 * 1024 * 1024;

/** Runtimes that can start from a snapshot. */
export const snapStartRuntimes = Object.keys(lambdaRuntimes).filter((runtime) =>
  /^(java(11|17|21|25)|python3\.1[2-9]|dotnet([89]|\d\d))/.test(runtime),
);

const f = lambda.function;

/** What the component measured of a package on this machine; elsewhere there is nothing to judge. */
const packageBytes = (id: string, argument: string, max: number, state: string) =>
  custom(
    id,
    f,
    {
      limit: `at most ${megabytes(max)} ${state}`,
      source: QUOTAS,
      fix: "Leave out what the function does not need, move what it shares to a layer, or use an image (10 GB).",
    },
    (inputs) => {
      const bytes = numberAt(inputs, argument);
      return bytes !== undefined && bytes > max
        ? { argument: "code", found: `${megabytes(bytes)} ${state}` }
        : undefined;
    },
  );

/** What a function's code is: package or image, runtime, layers, snapshot. */
export const resourceRules: readonly ResourceRule[] = [
  atMost("LAM-05", f, "layers", lambdaLayers, {
    limit: `at most ${lambdaLayers} layers`,
    source: QUOTAS,
    fix: "Merge layers, or bundle their contents with the function.",
  }),
  absent("LAM-05-image", f, "layers", {
    limit: "no layers on a container image",
    when: (inputs) =>
      equals(inputs, "packageType", "Image") && listOf(valueAt(inputs, "layers")).length > 0,
    source: `${GUIDE}/images-create.html`,
    fix: "Put the layer's contents into the image.",
  }),
  packageBytes("LAM-06", "code.zippedBytes", lambdaZipBytes, "zipped"),
  packageBytes("LAM-06-unpacked", "code.unpackedBytes", lambdaUnzippedBytes, "unpacked"),
  absent("LAM-07-image-handler", f, "handler", {
    limit: "no handler on a container image; its command says what runs",
    when: (inputs) => equals(inputs, "packageType", "Image"),
    source: API,
    fix: "Remove handler; set imageConfig.commands to override the image's command.",
  }),
  absent("LAM-07-image-runtime", f, "runtime", {
    limit: "no runtime on a container image",
    when: (inputs) => equals(inputs, "packageType", "Image"),
    source: API,
    fix: "Remove runtime; the image brings its own.",
  }),
  required("LAM-07-image-uri", f, "imageUri", {
    when: (inputs) => equals(inputs, "packageType", "Image"),
    source: API,
    fix: "Set imageUri to an image in ECR.",
  }),
  required("LAM-07-zip-handler", f, "handler", {
    when: isZip,
    source: API,
    fix: 'Set handler, such as "index.handler".',
  }),
  required("LAM-07-zip-runtime", f, "runtime", {
    when: isZip,
    source: API,
    fix: 'Set runtime, such as "nodejs24.x".',
  }),
  custom(
    "LAM-08-blocked",
    f,
    {
      limit: "a runtime that functions can still be created with",
      source: `${GUIDE}/lambda-runtimes.html`,
      fix: "Move to the newest runtime of the same language.",
    },
    (inputs, { today }) => {
      const runtime = textAt(inputs, "runtime");
      const status = runtime === undefined ? undefined : runtimeStatus(runtime, today);
      return status?.state === "blocked"
        ? {
            argument: "runtime",
            found: runtime,
            limit: `a runtime that functions can still be created with; AWS blocked this one on ${status.on}`,
          }
        : undefined;
    },
  ),
  custom(
    "LAM-08-deprecated",
    f,
    {
      severity: "warning",
      limit: `a runtime with patches for the next ${runtimeNoticeDays} days`,
      source: `${GUIDE}/lambda-runtimes.html`,
      fix: "Move to the newest runtime of the same language.",
    },
    (inputs, { today }) => {
      const runtime = textAt(inputs, "runtime");
      const status = runtime === undefined ? undefined : runtimeStatus(runtime, today);
      if (status?.state !== "deprecated" && status?.state !== "ending") return undefined;
      const ends = status.state === "deprecated" ? "got its last patches" : "gets its last patches";
      return {
        argument: "runtime",
        found: runtime,
        limit: `a runtime with patches for the next ${runtimeNoticeDays} days; this one ${ends} on ${status.on}`,
      };
    },
  ),
  custom(
    "LAM-08-unlisted",
    f,
    {
      severity: "warning",
      limit: `one of ${Object.keys(lambdaRuntimes).join(", ")}`,
      source: `${GUIDE}/lambda-runtimes.html`,
      fix: "Correct the spelling, or add a new runtime with its dates to rules/lambda-runtimes.ts.",
    },
    (inputs, { today }) => {
      const runtime = textAt(inputs, "runtime");
      return runtime !== undefined && runtimeStatus(runtime, today).state === "unlisted"
        ? { argument: "runtime", found: runtime }
        : undefined;
    },
  ),
  oneOf("LAM-13-runtime", f, "runtime", snapStartRuntimes, {
    when: usesSnapStart,
    source: `${GUIDE}/snapstart.html`,
    fix: "Remove snapStart, or use a runtime that supports it.",
  }),
  custom(
    "LAM-13-publish",
    f,
    {
      severity: "warning",
      limit: "publish: true, because only published versions start from a snapshot",
      when: usesSnapStart,
      source: `${GUIDE}/snapstart.html`,
      fix: "Set publish to true and invoke the function through a version or an alias.",
    },
    (inputs) =>
      isAbsent(inputs, "publish") || equals(inputs, "publish", false)
        ? { argument: "publish", found: valueAt(inputs, "publish") }
        : undefined,
  ),
  range(
    "LAM-13-storage",
    f,
    "ephemeralStorage.size",
    { min: 0, max: 512, unit: "MB" },
    {
      when: usesSnapStart,
      limit: "512 MB with snapStart",
      source: `${GUIDE}/snapstart.html`,
      fix: "Remove snapStart or the larger ephemeralStorage.",
    },
  ),
  excludes("LAM-13-efs", f, "fileSystemConfig", "snapStart", {
    when: usesSnapStart,
    source: `${GUIDE}/snapstart.html`,
    fix: "Remove snapStart or fileSystemConfig.",
  }),
];

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024 / 1024)} MB`;
}

function isZip(inputs: Inputs): boolean {
  return isAbsent(inputs, "packageType") || equals(inputs, "packageType", "Zip");
}

function usesSnapStart(inputs: Inputs): boolean {
  return equals(inputs, "snapStart.applyOn", "PublishedVersions");
}
