/** What holds for every component, whoever writes it: section 3 of the design, as a test. */
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { Grants } from "../../../components/base/grants";
import { outputsOf } from "../../../components/base/outputs";
import { Component } from "../../../components/component";
import { Environment } from "../../../components/environment";
import { actionTable } from "../../../policies/action-table";
import { Plan, previewStack } from "../../../preview/testing";
import { classes, folder, made } from "./all-components";
import { wronglyCreated } from "./creates";
import { sampleFiles, samples } from "./samples";

/** Ways that what is there already lacks on purpose. */
const differences: Readonly<Record<string, readonly string[]>> = {
  Table: ["changes"], // a table of others may have no stream, or one with another view
};

/** A transform for every key; each says so in the options of what it was asked about. */
const marker = "seen-by-its-transform";
const transformEverything = new Proxy(
  {},
  {
    get: (_, key) =>
      typeof key === "string"
        ? (args: object, opts: pulumi.CustomResourceOptions) => {
            opts.aliases = [
              ...((opts.aliases as pulumi.Input<pulumi.URN>[]) ?? []),
              { name: marker },
            ] as never;
            return args;
          }
        : undefined,
  },
);

/** Previews a component of each name, with what it needs around it. */
function preview(kind: string, names: readonly string[], transform?: object) {
  const components: Component[] = [];
  const program = () => {
    const parent = new Environment("e", { region: "eu-west-1", account: "123456789012" });
    for (const name of names) {
      components.push(
        samples[kind](classes[kind], name, { parent }, transform ? { transform } : {}),
      );
    }
  };
  return previewStack(program).then((plan) => ({ plan, components }));
}

/** The component itself, of which a plan of one has one. */
function ownOf(plan: Plan, kind: string) {
  const own = plan.resources.find(
    ({ type }) => type.startsWith("strata:") && type.endsWith(`:${kind}`),
  );
  assert.ok(own, `${kind} is registered`);
  return own;
}

const childrenOf = (plan: Plan, kind: string) =>
  plan.resources.filter(({ parent }) => parent === ownOf(plan, kind).urn);

const errorsOf = (plan: Plan) =>
  plan.findings
    .filter(({ severity }) => severity === "error")
    .map(({ rule, message }) => `${rule}: ${message}`);

describe("every component", () => {
  it("has one sample for these tests", () => {
    const given = Object.values(sampleFiles).flatMap((file) => Object.keys(file));
    assert.deepEqual(
      given.sort(),
      [...made].sort(),
      "they stand in tests/unit/components/<layer>/<family>.samples.ts",
    );
  });

  for (const kind of made.filter((name) => name in samples)) {
    describe(kind, () => {
      let one: ReturnType<typeof preview> | undefined;
      const alone = () => (one ??= preview(kind, ["one"], transformEverything));
      after(() => (one = undefined));

      it("stands beside a second one, and registers its public fields as outputs", async () => {
        const { plan, components } = await preview(kind, ["one", "two"]);
        assert.deepEqual(errorsOf(plan), []);
        for (const component of components) {
          const { logicalName } = component;
          const registered = plan.resources.find(
            ({ type, name }) =>
              type.startsWith("strata:") && type.endsWith(`:${kind}`) && name === logicalName,
          );
          assert.ok(registered, `${kind} "${logicalName}" is registered`);
          assert.deepEqual(
            Object.keys(registered.outputs).sort(),
            Object.keys(outputsOf(component)).sort(),
          );
        }
      });

      it("lets a transform change each of its children, which have the tag of its layer", async () => {
        const { plan } = await alone();
        const children = childrenOf(plan, kind).filter(
          ({ kind: is, type }) => is === "custom" && !type.startsWith("pulumi:"),
        );
        const passedOver = children.filter(
          ({ aliases }) => !aliases.some((urn) => urn.endsWith(`::${marker}`)),
        );
        assert.deepEqual(
          passedOver.map(({ type, name }) => `${type} "${name}"`),
          [],
        );
        const layer = ownOf(plan, kind).type.split(":")[1];
        for (const { inputs, name } of children) {
          const { tags } = inputs as { tags?: { Layer?: string } };
          assert.ok(tags === undefined || Array.isArray(tags) || tags.Layer === layer, name);
        }
      });

      it("names what it states alarms by", () => {
        const [, heading] =
          new RegExp(`export class ${kind}\\b([^{]*)\\{`).exec(fileOf(kind)) ?? [];
        const says = /\bimplements\b[^{]*\bAlarmed\b/.test(heading ?? "");
        const states = "alarmDefinitions" in classes[kind].prototype;
        assert.equal(says, states, `class ${kind}${heading}`);
      });

      it("says what it creates", async () => {
        const file = fileOf(kind);
        const [, docs] =
          new RegExp(`/\\*\\*((?:(?!\\*/)[^])*)\\*/\\s*export class ${kind}\\b`).exec(file) ?? [];
        assert.match(docs ?? "", /@example/);
        const { plan } = await alone();
        const made = childrenOf(plan, kind).map(({ type }) => type);
        assert.deepEqual(wronglyCreated(docs ?? "", made), []);
      });
    });
  }

  for (const [name, type] of Object.entries(classes)) {
    const { grants } = type as { grants?: Grants };
    if (grants) {
      it(`${name} grants actions that exist`, () => {
        const actions = Object.values(grants).flatMap(({ actions, key = [] }) => [
          ...actions,
          ...key,
        ]);
        for (const action of actions) {
          const [service, wanted] = action.split(":");
          const known = [...(actionTable.actionsOf(service)?.keys() ?? [])];
          const pattern = new RegExp(`^${wanted.replaceAll("*", ".*")}$`, "i");
          assert.ok(
            known.some((one) => pattern.test(one)),
            action,
          );
        }
      });
    }
    const { existing } = type as { existing?: unknown };
    const other = classes[`Existing${name}`];
    if (existing && other) {
      it(`${name}.existing() has the same ways to be used`, () => {
        const ways = Object.keys(grants ?? {}).filter((way) => way in type.prototype);
        const lacking = ways.filter(
          (way) => !(way in other.prototype) && !differences[name]?.includes(way),
        );
        assert.deepEqual(lacking, []);
      });
    }
  }
});

/** The text of the file that a component stands in. */
function fileOf(kind: string): string {
  const [file] = sources().filter((text) => new RegExp(`class ${kind}\\b`).test(text));
  assert.ok(file, `${kind} has a file`);
  return file;
}

function sources(): string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => fs.readFileSync(path.join(folder, name), "utf8"));
}
