/**
 * Changes of a store that AWS does not take in one step, or takes at the cost of who reads: with the steps
 * that work, as docs/data.md has them.
 */
import { plain } from "../../cloud-model";
import type { Value } from "../../cloud-model";
import type { Comparison } from "./compare";
import { RegisteredResource } from "./registration";
import type { UpdateConflict } from "./update-conflicts";

type Refusal = Pick<UpdateConflict, "code" | "message" | "fix">;
type Inputs = Readonly<Record<string, unknown>>;

const judges: Readonly<Record<string, (before: Inputs, after: Inputs) => readonly Refusal[]>> = {
  "aws:dynamodb/table:Table": (before, after) => [
    ...otherTimeToLive(before, after),
    ...otherIndexKeys(before, after),
    ...severalIndexes(before, after),
  ],
  "aws:elasticache/replicationGroup:ReplicationGroup": transitAtOnce,
};

/** What AWS would refuse of resources that are changed where they stand. */
export function refusedChanges(
  before: readonly RegisteredResource[],
  after: readonly RegisteredResource[],
  { update }: Comparison,
): UpdateConflict[] {
  const inputsOf = (all: readonly RegisteredResource[], urn: string) =>
    values(all.find((resource) => resource.urn === urn)?.inputs ?? {});
  return update.flatMap(({ urn, before: earlier, type }) =>
    Object.hasOwn(judges, type)
      ? judges[type](inputsOf(before, earlier), inputsOf(after, urn)).map((refusal) => ({
          urn,
          meets: urn,
          ...refusal,
        }))
      : [],
  );
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html */
function otherTimeToLive(before: Inputs, after: Inputs): Refusal[] {
  const [old, wanted] = [record(before.ttl), record(after.ttl)];
  const isOn = ({ enabled }: Inputs) => enabled === true;
  return isOn(old) && isOn(wanted) && old.attributeName !== wanted.attributeName
    ? [
        {
          code: "ValidationException",
          message: `TimeToLive is active on a different AttributeName: current AttributeName is ${String(old.attributeName)}`,
          fix: `in two updates, an hour apart: first expiresAt: { attribute: "${String(old.attributeName)}", enabled: false }; then the new attribute`,
        },
      ]
    : [];
}

/** DynamoDB changes no index's keys: the provider removes the index and makes it anew. */
function otherIndexKeys(before: Inputs, after: Inputs): Refusal[] {
  const [old, wanted] = [indexes(before), indexes(after)];
  return [...wanted]
    .filter(([name, keys]) => old.has(name) && old.get(name) !== keys)
    .map(([name]) => ({
      code: "ResourceNotFoundException",
      message: `index ${name} has other keys: it is removed and filled anew, and whoever asks it until then gets this error`,
      fix: "in three updates: add an index of another name, move its readers once it is filled, remove the old one",
    }));
}

/** "Only 1 online index can be created or deleted simultaneously per table" (API reference, UpdateTable). */
function severalIndexes(before: Inputs, after: Inputs): Refusal[] {
  const [old, wanted] = [indexes(before), indexes(after)];
  const names = [...new Set([...old.keys(), ...wanted.keys()])].filter(
    (name) => !old.has(name) || !wanted.has(name),
  );
  return names.length > 1
    ? [
        {
          code: "LimitExceededException",
          message: `Only 1 online index can be created or deleted simultaneously per table: ${names.join(", ")} take their turns, hours with a large table`,
          fix: "one index an update, so that none of them outlives its time limit",
        },
      ]
    : [];
}

/** https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption-enable-existing.html */
function transitAtOnce(before: Inputs, after: Inputs): Refusal[] {
  const on = after.transitEncryptionEnabled === true;
  const wasOn = before.transitEncryptionEnabled === true;
  const passesBy = (on ? after : before).transitEncryptionMode === "preferred";
  return on !== wasOn && !passesBy
    ? [
        {
          code: "InvalidParameterCombination",
          message: `in-transit encryption can't be switched ${on ? "on" : "off"} at once for a standing cache`,
          fix: `in two updates: transitEncryptionMode "preferred", move every client, then ${on ? '"required"' : "transitEncryptionEnabled: false"}`,
        },
      ]
    : [];
}

/** Each index's keys, as one text. */
function indexes({ globalSecondaryIndexes: all }: Inputs): Map<unknown, string> {
  const list = Array.isArray(all) ? (all as Inputs[]) : [];
  return new Map(
    list.map(({ name, hashKey, rangeKey, keySchemas }) => [
      name,
      JSON.stringify([hashKey, rangeKey || undefined, keySchemas]),
    ]),
  );
}

function record(value: unknown): Inputs {
  return typeof value === "object" && value !== null ? (value as Inputs) : {};
}

function values(inputs: Readonly<Record<string, Value>>): Inputs {
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, plain(value)]));
}
