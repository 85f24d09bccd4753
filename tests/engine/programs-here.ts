/** For tests that run programs in their own process, with no AWS behind them. */
import { LOCAL_CHANNEL } from "../../preview/host/rpc";
import { PLACEHOLDERS_COUNTED, PLACEHOLDERS_SWITCH } from "../../components/base/placeholder";

/* eslint-disable @typescript-eslint/no-require-imports -- plain JavaScript, and internals of the SDK */
const { skipPromiseStacks } = require("../../preview/host/sdk-repairs.js") as {
  skipPromiseStacks(sdk: unknown): boolean;
};
// Half of the time that a program takes in this process; what is registered stays the same.
skipPromiseStacks(require("@pulumi/pulumi/runtime/debuggable"));

// One program after the other asks an engine of its own here, at a port that another engine may have had.
const settings = require("@pulumi/pulumi/runtime/settings") as { grpcClientOptions: object };
Object.assign(settings.grpcClientOptions, LOCAL_CHANNEL);

type Serialize = (...args: unknown[]) => Promise<unknown>;
const rpc = require("@pulumi/pulumi/runtime/rpc") as { serializeResourceProperties: Serialize };
/* eslint-enable @typescript-eslint/no-require-imports */

/**
 * The providers answer from this process, too, and the engine gives them 10 seconds: a thousand resources
 * that are prepared without a pause take longer. So each waits for a turn of the event loop, one after another.
 */
let turn: Promise<unknown> = Promise.resolve();
const serialize = rpc.serializeResourceProperties;
rpc.serializeResourceProperties = (...args) => {
  turn = turn.then(() => new Promise((resolve) => setImmediate(resolve)));
  return turn.then(() => serialize(...args));
};

process.env[PLACEHOLDERS_SWITCH] = PLACEHOLDERS_COUNTED;
