import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { bundleHandler } from "../../../../../components/compute/lambda/bundle";
import { workFolder } from "./capture-runs";
import { Table } from "./fixtures/captures/table";
import "./fixtures/mocks";

const table = new Table("albums");
const folder = workFolder("environment");
const known = (value: pulumi.Input<string> | undefined): Promise<string> =>
  (pulumi.output(value) as unknown as { promise(): Promise<string> }).promise();
const environmentOf = async (
  variables: Record<string, pulumi.Input<string>>,
  handler: () => Promise<unknown> = async () => 1,
) => (await bundleHandler(handler, { name: "env", folder, variables })).environment;

describe("The size of a handler's environment", () => {
  const most = 4096 - "OWN".length - "NODE_OPTIONS--enable-source-maps".length;
  const tooLarge = (error: Error) => {
    assert.ok(pulumi.RunError.isInstance(error));
    assert.equal(
      error.message,
      'the environment of handler "env" is 4097 bytes, more than the 4096 that Lambda allows. ' +
        "The largest is OWN with 4065 bytes: put the value into a table, a parameter or a bucket.",
    );
    return true;
  };

  it("is Lambda's limit where nothing is captured", async () => {
    const { OWN } = await environmentOf({ OWN: "z".repeat(most) });
    assert.equal(OWN, "z".repeat(most));
    await assert.rejects(environmentOf({ OWN: "z".repeat(most + 1) }), tooLarge);
  });

  it("is checked for Outputs and promises once they are known", async () => {
    for (const make of [pulumi.output<string>, (text: string) => Promise.resolve(text)]) {
      const fits = await environmentOf({ OWN: make("z".repeat(most)) });
      assert.equal(await known(fits.OWN), "z".repeat(most));
      const large = await environmentOf({ OWN: make("z".repeat(most + 1)) });
      await assert.rejects(known(large.OWN), tooLarge);
    }
  });

  it("counts bytes, not characters", async () => {
    await assert.rejects(environmentOf({ OWN: "ü".repeat(2031) }), /is 4097 bytes/);
  });

  it("leaves room where outputs are captured", async () => {
    const large = await environmentOf({ OWN: "z".repeat(3100) }, async () => table.name.get());
    await assert.rejects(
      known(large.STRATA_TABLE_NAME),
      /is 3165 bytes, more than 3072 \(Lambda allows 4096 in all\)\. The largest is OWN with 3103 bytes: capture only/,
    );
  });
});

describe("The environment of a handler", () => {
  it("has the outputs that are read, not those beside them", async () => {
    const settings = { table: { name: table.name, list: [table.arn] }, other: table.arn };
    const one = await environmentOf({}, async () => settings.table.name.get());
    assert.deepEqual(Object.keys(one), ["NODE_OPTIONS", "STRATA_SETTINGS_TABLE_NAME"]);
  });
});
