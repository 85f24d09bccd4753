/** The children that our awsx provider makes are those that the real one was recorded to make. */
import * as assert from "node:assert/strict";
import recording from "../../cloud-model/recorded/awsx-vpc.json";
import { cliOrSkip } from "./cli";
import { recordedVpc } from "./fixtures/recorded-vpc";
import { Backend, StateResource } from "./stack-life";

describe("awsx.ec2.Vpc", () => {
  let backend: Backend;

  before(async function () {
    backend = await Backend.start(await cliOrSkip(this));
  });

  after(() => backend?.stop());

  it("has the children of the real component", async () => {
    const settings = "config:\n  aws:region: eu-west-1\n";
    const stack = await backend.stack({
      project: "vpcprobe",
      stack: "dev",
      program: recordedVpc,
      settings,
    });
    await stack.up();
    const made = (await stack.resources()).filter(({ type }) => !/^pulumi:/.test(type));
    const expected = recording.resources.filter(({ type }) => !/^pulumi:/.test(type));
    const ids = idsByUrn(made);
    assert.deepEqual(
      made.map((resource) => comparable(resource, ids)).sort(byUrn),
      expected.map((resource) => comparable(resource, recordedIds)).sort(byUrn),
    );
  });
});

interface Comparable {
  readonly urn: string;
  readonly type: string;
  readonly parent?: string;
  readonly inputs?: object;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: object;
}

/** Ids differ from run to run; what they stand for does not. */
function comparable(resource: Comparable, ids: ReadonlyMap<string, string>): Comparable {
  const { urn, type, parent, inputs = {}, dependencies = [], propertyDependencies = {} } = resource;
  const named = JSON.stringify(inputs, (_key, value: unknown) =>
    typeof value === "string" ? (ids.get(value) ?? value) : value,
  );
  return {
    ...{ urn, type, parent, propertyDependencies: sorted(propertyDependencies) },
    inputs: JSON.parse(named) as object,
    dependencies: [...dependencies].sort(),
  };
}

function idsByUrn(resources: readonly StateResource[]): Map<string, string> {
  return new Map(resources.flatMap(({ urn, id }) => (id ? [[id, `id of ${urn}`] as const] : [])));
}

/** The recording has the inputs that name an id and the URNs they come from, not the ids' owners. */
const recordedIds = new Map(
  (recording.resources as Comparable[]).flatMap(({ inputs = {}, propertyDependencies = {} }) =>
    Object.entries(inputs).flatMap(([property, id]) => {
      const owners = (propertyDependencies as Record<string, string[]>)[property] ?? [];
      return owners.length === 1 ? [[String(id), `id of ${owners[0]}`] as const] : [];
    }),
  ),
);

function sorted(lists: object): object {
  const entries = Object.entries(lists) as [string, string[]][];
  return Object.fromEntries(entries.map(([property, urns]) => [property, [...urns].sort()]));
}

function byUrn(a: Comparable, b: Comparable): number {
  return a.urn < b.urn ? -1 : 1;
}
