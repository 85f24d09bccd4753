// Four spots of the Pulumi Node SDK (3.248) that a preview has to correct, in plain JavaScript
// because it is loaded before anything that could compile TypeScript.
"use strict";
const util = require("node:util");

/**
 * Pulumi prints errors with colours. Node 20.20 and 22.23 (nodejs/node#64011) then loop until memory
 * runs out when a frame lies directly in a scoped folder, as Pulumi's own source maps claim
 * ("node_modules/@pulumi/config.ts"): 25 s and 3.7 GB for one missing configuration key.
 */
function inspectWithoutColours() {
  const inspect = util.inspect;
  const plain = (value, options, ...rest) =>
    inspect(value, isObject(options) ? { ...options, colors: false } : options, ...rest);
  util.inspect = Object.defineProperties(plain, Object.getOwnPropertyDescriptors(inspect));
}

/** The SDK only reads frames that name a function; `list.map((x) => new Bucket(x))` would have no line. */
function seeAnonymousFrames(sdk) {
  const { Resource } = sdk;
  if (!Resource || !Resource.framePositionRegExp) {
    return false;
  }
  Resource.framePositionRegExp =
    /^\s*at (?:.* \(|async )?(?:file:\/\/)?(?<file>.+?):(?<line>[0-9]+):(?<column>[0-9]+)\)?$/;
  return true;
}

/**
 * The SDK keeps a stack trace, through all source maps, with every output property: two thirds of
 * its time per resource. They only serve PULUMI_DEBUG_PROMISE_LEAKS.
 */
function skipPromiseStacks(sdk) {
  const original = sdk.debuggablePromise;
  if (!original || process.env.PULUMI_DEBUG_PROMISE_LEAKS) {
    return false;
  }
  sdk.debuggablePromise = (promise, context) => {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    try {
      return original(promise, context);
    } finally {
      Error.stackTraceLimit = limit;
    }
  };
  return true;
}

/**
 * The SDK loads npm's dependency solver, 0.3 s of every start, for CallbackFunction's packages alone;
 * here it is loaded when somebody asks for it.
 */
function loadWhenAsked(load) {
  return {
    __esModule: true,
    get Arborist() {
      return load().Arborist;
    },
  };
}

/**
 * Repairs the SDK that is loaded already. Throws where a repair did not take: reports would lack
 * lines, and runs take three times as long, without anyone seeing why.
 */
function repairSdk(resource, debuggable) {
  const keepsStacks = Boolean(process.env.PULUMI_DEBUG_PROMISE_LEAKS);
  const taken = {
    seeAnonymousFrames: seeAnonymousFrames(resource),
    skipPromiseStacks: skipPromiseStacks(debuggable) || keepsStacks,
  };
  const missed = Object.keys(taken).filter((name) => !taken[name]);
  if (missed.length > 0) {
    throw new Error(
      `@pulumi/pulumi is not as preview/host/sdk-repairs.js expects it: ${missed.join(" and ")} ` +
        "found nothing to repair. Compare the SDK's version with the one that file names.",
    );
  }
}

function isObject(value) {
  return typeof value === "object" && value !== null;
}

module.exports = {
  inspectWithoutColours,
  loadWhenAsked,
  repairSdk,
  seeAnonymousFrames,
  skipPromiseStacks,
};
