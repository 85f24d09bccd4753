import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { captureChain } from "../../../../../../../components/compute/lambda/bundle/plan/capture-chain";
import { Finding } from "../../../../../../../components/compute/lambda/bundle/plan/findings";
import "../../fixtures/mocks";
import { useIn } from "./written-use";

/** What is decided for `value` in an expression. */
const decided = (expression: string, value: unknown, isNamespace = false): Finding =>
  captureChain(useIn(`declare const value: any;\n${expression};`, value), value, isNamespace);

const replaced = (finding: Finding): string | undefined =>
  "replaces" in finding ? finding.replaces?.getText() : undefined;

function assertRefused(finding: Finding, reason: RegExp, isDeploymentOnly = false): void {
  assert.ok(finding.kind === "refuse", finding.kind);
  assert.match(finding.reason, reason);
  assert.equal(finding.isDeploymentOnly, isDeploymentOnly);
}

class Table extends pulumi.ComponentResource {
  readonly name = pulumi.output("orders");
  constructor() {
    super("test:index:Table", "orders");
  }
  open() {
    return this.name;
  }
}

describe("What stands for a captured variable", () => {
  const output = pulumi.output("orders");

  it("is an environment variable where an Output is read", () => {
    const finding = decided("use(value.table.name.get())", { table: { name: output } });
    assert.ok(finding.kind === "output");
    assert.deepEqual([finding.path, finding.isRead], [["value", "table", "name"], true]);
    assert.equal(finding.output, output);
    assert.equal(replaced(finding), "value.table.name.get()");
  });

  it("is an object with get() where an Output stands by itself", () => {
    const finding = decided("use(value)", output);
    assert.ok(finding.kind === "output");
    assert.deepEqual([replaced(finding), finding.isRead], ["value", false]);
  });

  for (const [expression, reason] of [
    ["use(`${value}`)", /puts the Output value into a text/],
    ['use("a" + (value as any))', /puts the Output value into a text/],
    ['use(value === "orders")', /compares the Output value itself/],
    ["() => { switch (value) { default: } }", /compares the Output value itself/],
    ["value.apply(use)", /calls apply\(\) on value/],
  ] as const) {
    it(`is refused in ${expression}`, () => assertRefused(decided(expression, output), reason));
  }

  it("may be asked for whether it is there at all", () => {
    for (const expression of ["use(value === undefined)", "use(null != value)"]) {
      assert.equal(decided(expression, output).kind, "output");
    }
  });

  it("is the member that is read, as data or as a function", () => {
    const value = { sizes: [1, 2], table: { name: output }, double: () => 2 };
    const data = decided("use(value.sizes)", value);
    assert.ok(data.kind === "value");
    assert.deepEqual([data.value.name, data.value.value, replaced(data)], ["value_sizes", [1, 2], "value.sizes"]); // prettier-ignore
    const fn = decided("use(value.double)", value);
    assert.ok(fn.kind === "function");
    assert.equal(fn.fn, value.double);
  });

  it("is no method, unless a module as a whole has it", () => {
    class Counter {
      n = new WeakMap();
      up() {
        return 1;
      }
    }
    assertRefused(
      decided("value.up()", new Counter()),
      /captures value \(Counter\), which is neither/,
    );
    const inherited = Object.create({ up: () => 1 }) as object;
    assert.equal(decided("value.up()", inherited, true).kind, "function");
  });

  it("is no getter", () => {
    const value = { get now() { return new WeakMap(); } }; // prettier-ignore
    assertRefused(decided("use(value.now)", value), /captures value\.now, which a getter computes/);
  });

  it("is none of a resource's own", () => {
    const table = new Table();
    assertRefused(decided("use(value)", table), /a Pulumi resource.*value\.name\.get\(\)/, true);
    assertRefused(
      decided("value.open()", table),
      /calls value\.open\(\), a method of a Pulumi/,
      true,
    );
    assertRefused(decided("use(value[key])", { orders: table }), /\{ orders: value\.orders\.name \}/, true); // prettier-ignore
  });

  it("is no Promise", () => {
    assertRefused(decided("use(value)", Promise.resolve(1)), /pulumi\.output\(value\)/);
  });
});
