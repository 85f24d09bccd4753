import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import {
  exportedOfEnvironment,
  ofEnvironment,
} from "../../../../../../../components/compute/lambda/bundle/plan/kept-environment";
import "../../fixtures/mocks";
import { useIn } from "./written-use";

const ofDeclaration = (declaration: string, value: unknown) =>
  ofEnvironment(useIn(`${declaration}\nexport const handler = async () => value;`, value));

describe("A variable that process.env makes", () => {
  for (const declaration of [
    "const value = process.env.ZONE;",
    'const value = { zone: process.env["ZONE"] ?? "eu" };',
    "const zone = process.env.ZONE; const value = [zone];",
    "const { ZONE: value } = process.env;",
    "const read = () => process.env.ZONE; const value = read();",
    "const value = [1]; if (process.env.ZONE) value.push(2);",
  ]) {
    it(`is kept as source: ${declaration}`, () => {
      const value = declaration.includes("[") ? ["eu"] : "eu";
      assert.equal(ofDeclaration(declaration, value).kind, "kept");
    });
  }

  for (const declaration of [
    'const value = "eu";',
    "const read = () => process.env.ZONE; const value = [1];",
    'process.env.ZONE = "eu"; const value = 1;',
  ]) {
    it(`is another one: ${declaration}`, () => {
      assert.deepEqual(ofDeclaration(declaration, "eu"), { kind: "captured" });
    });
  }

  it("says why where its source can't run in Lambda", () => {
    const kept = ofDeclaration("const value = process.env.ZONE;", "eu");
    assert.ok(kept.kind === "kept");
    const warning = kept.ifItCant("it needs Table");
    assert.ok(warning.kind === "warn");
    assert.match(warning.text, /can't run in Lambda \(it needs Table\)/);
  });

  it("is refused where it holds Outputs too, unless one of these is read", () => {
    const value = { zone: "eu", name: pulumi.output("orders") };
    const declaration = "const value = { zone: process.env.ZONE, name };";
    const mixed = ofDeclaration(declaration, value);
    assert.ok(mixed.kind === "refuse");
    assert.match(mixed.reason, /holds both Outputs and what process\.env gives/);
    const text = "const value = { zone: process.env.ZONE, table, size: 3 };\nuse(value.size);";
    const table = new pulumi.ComponentResource("test:index:Table", "orders");
    const member = ofEnvironment(useIn(text, { zone: "eu", table, size: 3 }));
    assert.ok(member.kind === "refuse");
    assert.match(member.reason, /Make two constants of it/);
    const read = useIn(
      `${declaration}\nexport const handler = async () => value.name.get();`,
      value,
    );
    assert.equal(ofEnvironment(read).kind, "captured");
  });

  it("is kept where it holds a path of the project", () => {
    const use = useIn("const value = here();\nuse(value);", "");
    const value = `${use.part.handler.root}/templates`;
    const kept = ofEnvironment({ ...use, live: { known: true, value } });
    assert.ok(kept.kind === "kept");
    const warning = kept.ifItCant("");
    assert.ok(warning.kind === "warn");
    assert.match(warning.text, /holds a path of this machine/);
  });

  it("is imported from a module that can make it, else captured with a warning", () => {
    const use = useIn("const value = process.env.ZONE;\nuse(value);", "eu");
    const exported = { file: use.part.module.file, declaration: use.declaration };
    assert.deepEqual(exportedOfEnvironment(use, exported, "eu", undefined), { kind: "imported" });
    const captured = exportedOfEnvironment(use, exported, "eu", "from @pulumi/aws");
    assert.ok(captured.kind === "captured" && captured.warning?.kind === "warn");
    assert.match(captured.warning.text, /can't run in Lambda \(from @pulumi\/aws\)/);
  });
});
