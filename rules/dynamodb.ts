import { atMost, custom, expects, oneOf, pattern, required } from "./base/checks";
import { dynamodb } from "./base/types/dynamodb";
import { isKnown, type Inputs, type Plain, type Problem, type ResourceRule } from "./base/rule";
import { equals, isAbsent, isRecord, isSet, listOf, valueAt, valuesAt } from "./base/values";

const API = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html";
const CONTROLS = "https://docs.aws.amazon.com/securityhub/latest/userguide/dynamodb-controls.html";

/** What a record of the table's stream holds. */
export const streamViewTypes = [
  "KEYS_ONLY",
  "NEW_IMAGE",
  "OLD_IMAGE",
  "NEW_AND_OLD_IMAGES",
] as const;
/** Indexes of one table: global ones (a quota that can be raised) and local ones. */
export const globalIndexes = 20;
export const localIndexes = 5;

const t = dynamodb.table;

export const sections = { DDB: "DynamoDB" };

export const resourceRules: readonly ResourceRule[] = [
  custom(
    "DDB-01",
    t,
    {
      limit: "one attribute for each key of the table and its indexes, and no others",
      source: API,
      fix: "Define the missing attribute, or remove one that is no key: other attributes need no definition.",
    },
    (inputs) => {
      const keys = keysOf(inputs);
      const defined = names(
        listOf(valueAt(inputs, "attributes")).map((entry) => field(entry, "name")),
      );
      if (
        keys === undefined ||
        defined === undefined ||
        !Array.isArray(valueAt(inputs, "attributes"))
      ) {
        return undefined;
      }
      const missing = keys.filter((key) => !defined.includes(key));
      const spare = defined.filter((name) => !keys.includes(name));
      return [
        ...missing.map((key) => ({
          argument: "attributes",
          found: defined,
          limit: `a definition of the key ${key}`,
        })),
        ...spare.map((name) => ({
          argument: "attributes",
          found: name,
          limit: "definitions of key attributes only",
        })),
      ];
    },
  ),
  custom(
    "DDB-01-same",
    t,
    {
      limit: "two different attributes as keys of a table or an index",
      source: `${API}`,
      fix: "Name another rangeKey, or leave it out.",
    },
    (inputs) => {
      const ranges: RangeKey[] = [
        keyPair("rangeKey", inputs, inputs),
        ...listOf(valueAt(inputs, "localSecondaryIndexes")).map((index, place) =>
          keyPair(`localSecondaryIndexes[${place}].rangeKey`, index, inputs),
        ),
        ...listOf(valueAt(inputs, "globalSecondaryIndexes")).map((index, place) =>
          keyPair(`globalSecondaryIndexes[${place}].rangeKey`, index, index),
        ),
      ];
      return ranges
        .filter(({ found, hash }) => typeof found === "string" && found !== "" && found === hash)
        .map(({ argument, found }): Problem => ({ argument, found }));
    },
  ),
  oneOf("DDB-01-type", t, "attributes.*.type", ["S", "N", "B"], {
    limit: "S (string), N (number) or B (binary)",
    source: API,
    fix: "Name one of the three types.",
  }),
  oneOf("DDB-01-billing", t, "billingMode", ["PAY_PER_REQUEST", "PROVISIONED"], {
    source: API,
    fix: "Set PAY_PER_REQUEST.",
  }),
  custom(
    "DDB-01-on-demand",
    t,
    {
      limit: "no readCapacity or writeCapacity with PAY_PER_REQUEST",
      when: (inputs) => equals(inputs, "billingMode", "PAY_PER_REQUEST"),
      source: API,
      fix: "Remove the capacities, or set billingMode to PROVISIONED.",
    },
    (inputs) =>
      ["readCapacity", "writeCapacity"]
        .map((argument): Problem => ({ argument, found: valueAt(inputs, argument) }))
        .filter(({ found }) => typeof found === "number" && found > 0),
  ),
  ...["readCapacity", "writeCapacity"].map((argument) =>
    required(`DDB-01-${argument}`, t, argument, {
      when: (inputs) =>
        isAbsent(inputs, "billingMode") || equals(inputs, "billingMode", "PROVISIONED"),
      limit: "1 or more with PROVISIONED, the default of billingMode",
      source: API,
      fix: `Set billingMode to PAY_PER_REQUEST, or set ${argument}.`,
    }),
  ),
  custom(
    "DDB-01-index",
    t,
    {
      limit: "capacities of 1 or more on each global index of a provisioned table",
      when: (inputs) =>
        isAbsent(inputs, "billingMode") || equals(inputs, "billingMode", "PROVISIONED"),
      source: API,
      fix: "Set readCapacity and writeCapacity of the index, or billingMode to PAY_PER_REQUEST.",
    },
    (inputs) =>
      indexCapacities(inputs).filter(
        ({ found }) => found === undefined || found === null || found === 0,
      ),
  ),
  custom(
    "DDB-01-index-on-demand",
    t,
    {
      limit: "no capacities on the indexes of a table with PAY_PER_REQUEST",
      when: (inputs) => equals(inputs, "billingMode", "PAY_PER_REQUEST"),
      source: API,
      fix: "Remove the index's capacities, or set billingMode to PROVISIONED.",
    },
    (inputs) =>
      indexCapacities(inputs).filter(({ found }) => typeof found === "number" && found > 0),
  ),
  pattern("DDB-02", t, "name", /^[A-Za-z0-9_.-]{3,255}$/, {
    limit: "3 to 255 letters, digits, underscores, hyphens and dots",
    source: API,
    fix: "Rename the table, or leave name out.",
  }),
  atMost("DDB-03-global", t, "globalSecondaryIndexes", globalIndexes, {
    limit: `at most ${globalIndexes} global indexes, or more after a quota increase`,
    source: API,
    fix: "Merge indexes, or ask for a higher quota.",
  }),
  atMost("DDB-03-local", t, "localSecondaryIndexes", localIndexes, {
    limit: `at most ${localIndexes} local indexes`,
    source: API,
    fix: "Use global indexes.",
  }),
  required("DDB-03-range", t, "rangeKey", {
    when: (inputs) => listOf(valueAt(inputs, "localSecondaryIndexes")).length > 0,
    limit: "a range key; local indexes need one",
    source: API,
    fix: "Set rangeKey, or use a global index.",
  }),
  oneOf("DDB-04", t, "streamViewType", streamViewTypes, {
    source: API,
    fix: "Name one of these view types.",
  }),
  required("DDB-04-view", t, "streamViewType", {
    when: (inputs) => equals(inputs, "streamEnabled", true),
    limit: "what the stream's records hold",
    source: API,
    fix: "Set streamViewType, for example to NEW_AND_OLD_IMAGES.",
  }),
  required("DDB-05", t, "ttl.attributeName", {
    when: (inputs) => equals(inputs, "ttl.enabled", true),
    limit: "the attribute that holds the expiry time in seconds",
    source: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html",
    fix: "Set ttl.attributeName.",
  }),
  expects("SEC-DDB-recovery", t, "pointInTimeRecovery.enabled", true, {
    severity: "warning",
    limit: "true, so that the table can be restored to any second of the last 35 days",
    source: CONTROLS,
    fix: "Set pointInTimeRecovery.enabled to true.",
  }),
  required("SEC-DDB-deletion", t, "deletionProtectionEnabled", {
    severity: "info",
    limit: "true; false, on purpose, where the table may be lost",
    source: CONTROLS,
    fix: "Set deletionProtectionEnabled to true.",
  }),
];

/** Both capacities of each global index. */
function indexCapacities(inputs: Inputs): Problem[] {
  return ["readCapacity", "writeCapacity"].flatMap((capacity) =>
    valuesAt(inputs, `globalSecondaryIndexes.*.${capacity}`).map(({ path, value }) => ({
      argument: path,
      found: value,
    })),
  );
}

/** The key attributes of the table and its indexes; `undefined` while one is not known. */
function keysOf(inputs: Inputs): string[] | undefined {
  const indexes = ["globalSecondaryIndexes", "localSecondaryIndexes"];
  // A table that is restored, imported or a replica takes its keys from elsewhere.
  if (!isSet(inputs, "hashKey")) return undefined;
  if (indexes.some((path) => !isAbsent(inputs, path) && !Array.isArray(valueAt(inputs, path)))) {
    return undefined;
  }
  const entries = indexes.flatMap((path) => listOf(valueAt(inputs, path)));
  const keys: Plain[] = [
    valueAt(inputs, "hashKey"),
    valueAt(inputs, "rangeKey"),
    ...entries.flatMap((index): Plain[] => [
      field(index, "hashKey"),
      field(index, "rangeKey"),
      ...keySchema(index),
    ]),
  ];
  const known = names(keys.filter((key) => key !== undefined && key !== null && key !== ""));
  return known === undefined ? undefined : [...new Set(known)];
}

function keySchema(index: Plain): Plain[] {
  const schemas = field(index, "keySchemas");
  if (schemas === undefined || schemas === null) return [];
  return Array.isArray(schemas)
    ? (schemas as readonly Plain[]).map((schema) => field(schema, "attributeName"))
    : [schemas];
}

function field(value: Plain, name: string): Plain {
  return isRecord(value) ? value[name] : isKnown(value) ? undefined : value;
}

/** The texts, or `undefined` where one of the values is no known text. */
function names(values: readonly Plain[]): string[] | undefined {
  const texts = values.filter((value) => typeof value === "string");
  return texts.length === values.length ? texts : undefined;
}

/** A range key, where it stands, and the hash key beside it. */
interface RangeKey {
  readonly argument: string;
  readonly found: Plain;
  readonly hash: Plain;
}

function keyPair(argument: string, ofRange: Plain, ofHash: Plain): RangeKey {
  return { argument, found: field(ofRange, "rangeKey"), hash: field(ofHash, "hashKey") };
}
