import assert from "node:assert/strict";
import * as z from "zod";
import { dnsSettings } from "../../../settings/dns";

const domain = "staging.example.com";

function problems(settings: unknown): string[] {
  const { error } = dnsSettings.safeParse(settings);
  return (error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);
}

describe("settings of the domain", () => {
  const accepted: object[] = [
    { domain },
    { domain, parent: "Z0123456789ABCDEFGHIJ" },
    { domain, parent: "strata/prod" },
    { domain, zoneId: "Z0123456789ABCDEFGHIJ" },
    { domain, disposable: true },
  ];
  for (const settings of accepted) {
    it(`accept ${JSON.stringify(settings)}`, () => assert.deepEqual(problems(settings), []));
  }

  const refused: [settings: object, problem: RegExp][] = [
    [{ domain: "Example.com" }, /^domain: a domain in lower case/],
    [{ domain: "com" }, /^domain: a domain in lower case/],
    [
      { domain, parent: "organization/strata/prod" },
      /^parent: id of a hosted zone .* or a stack of this organization as project\/stack/,
    ],
    [{ domain, parent: "/hostedzone/Z1" }, /^parent: id of a hosted zone/],
    [{ domain, zoneId: "z1" }, /^zoneId: id of a hosted zone/],
    [{ domain, parent: "Z1", zoneId: "Z2" }, /^parent: no parent together with zoneId/],
    [{ domain, disposable: "yes" }, /^disposable: /],
    [{ domain, parents: "Z1" }, /Unrecognized key/],
  ];
  for (const [settings, problem] of refused) {
    it(`refuse ${JSON.stringify(settings)}`, () => {
      const [only, ...others] = problems(settings);
      assert.match(only, problem);
      assert.deepEqual(others, []);
    });
  }

  it("have a description for every key, for editors", () => {
    const { properties } = z.toJSONSchema(dnsSettings, { io: "input" });
    const keys = Object.values(properties ?? {}) as { description?: string }[];
    assert.equal(keys.length, 6);
    assert.ok(keys.every(({ description }) => description));
  });
});
