// A process that runs the `check` of dynamic resources, as Pulumi's provider for them does
// (`@pulumi/pulumi/cmd/dynamic-provider`), without the rest of it, which takes a second to load.
// Plain JavaScript, as what a provider loads is the program's affair.
"use strict";
const { createRequire } = require("node:module");
const path = require("node:path");
const { stayOffline } = require("./offline.js");

process.on("disconnect", () => process.exit()); // the preview is gone, or done
const [project, config] = process.argv.slice(2);

/** The SDK that the program loads, and what that loads. */
const ofProgram = createRequire(path.join(process.cwd(), "index.js"));
const sdkFile = ofProgram.resolve("@pulumi/pulumi/package.json");
const ofSdk = createRequire(sdkFile);

/** Connections that the check under way was refused. */
let refused = [];
stayOffline((target) => refused.push(target));

/** By their text: each is loaded and configured once. */
const providers = new Map();

async function providerOf(text) {
  if (!providers.has(text)) {
    const provider = ofSdk("require-from-string")(text).handler();
    providers.set(text, provider);
    if (provider.configure) {
      const { Config } = ofSdk("./cmd/dynamic-provider/config");
      await provider.configure({ config: new Config(JSON.parse(config), project) });
    }
  }
  return providers.get(text);
}

/** What a check answers as it would arrive at the engine: what can't be sent is an error there, too. */
function sent(inputs) {
  const { Struct } = ofSdk("google-protobuf/google/protobuf/struct_pb");
  return Struct.fromJavaScript(inputs).toJavaScript();
}

async function check({ text, news }) {
  const provider = await providerOf(text);
  if (!provider.check) return {};
  const { inputs, failures } = await provider.check({}, { ...news });
  return {
    inputs: sent({ ...(inputs || news), __provider: text }),
    failures: (failures || []).map(({ property, reason }) => ({
      property: String(property ?? ""),
      reason: String(reason ?? ""),
    })),
  };
}

async function answer({ id, ...request }) {
  refused = [];
  try {
    process.send({ id, ...(await check(request)), refused });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.send({ id, error: message, refused });
  }
}

// One at a time, so that a refused connection is known to be of the one check that runs.
let last = Promise.resolve();
process.on("message", (request) => {
  last = last.then(() => answer(request));
});
