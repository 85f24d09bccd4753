// Secret settings as a program reads them in a preview, where only a stand-in of their text is known.
// Plain JavaScript: it is loaded before anything that could compile TypeScript.
"use strict";

/** `report/masking.ts` makes such texts; this is a whole one. */
const STAND_IN = /^preview-secret-[\w.-]*-end$/;

const KINDS = ["Object", "Number", "Boolean"];

/**
 * Where a whole setting is secret, its stand-in is no JSON, no number and no flag, and meets no
 * constraint. Read as a secret its value is unknown; read in the clear it is a value of the right kind,
 * and `tell` is told so.
 */
function readSecretSettings(sdk, unknownSecret, tell) {
  const { Config } = sdk;
  if (!Config) {
    return false;
  }
  const own = Config.prototype;
  const textOf = own.getImpl;
  const isSecret = (config, key) => STAND_IN.test(textOf.call(config, key) ?? "");

  own.getImpl = function getImpl(key, constraints, ...rest) {
    return textOf.call(this, key, isSecret(this, key) ? undefined : constraints, ...rest);
  };
  for (const kind of KINDS) {
    for (const method of [`getSecret${kind}`, `requireSecret${kind}`]) {
      const original = own[method];
      own[method] = function readSecret(key, ...rest) {
        return isSecret(this, key) ? unknownSecret() : original.call(this, key, ...rest);
      };
    }
    const original = own[`get${kind}Impl`];
    own[`get${kind}Impl`] = function readClear(key, ...rest) {
      if (!isSecret(this, key)) {
        return original.call(this, key, ...rest);
      }
      const value = standInOf(kind, textOf.call(this, key));
      tell({ key: `${this.name}:${key}`, as: SHOWN[kind] });
      return value;
    };
  }
  return true;
}

const SHOWN = { Object: "an object of stand-ins", Number: "1", Boolean: "false" };

function standInOf(kind, text) {
  switch (kind) {
    case "Number":
      return 1;
    case "Boolean":
      return false;
    default:
      // Whatever member is asked for has a value.
      return new Proxy(
        {},
        { get: (_members, name) => (typeof name === "string" ? text : undefined) },
      );
  }
}

module.exports = { readSecretSettings };
