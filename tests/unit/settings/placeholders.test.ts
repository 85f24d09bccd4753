import assert from "node:assert/strict";
import { placeholdersIn } from "../../../settings/placeholders";

const keysOf = (settings: object) => placeholdersIn(settings).map(({ key }) => key);

describe("placeholders among settings", () => {
  it("are the account, the domain and the URLs that stack files are shipped with", () => {
    const found = placeholdersIn({
      environment: { region: "eu-west-1", account: "123456789012", production: true },
      dns: { domain: "example.com", parent: "strata/prod" },
      partner: { labUrl: "https://print-lab.example.com/staging" },
    });
    assert.deepEqual(
      found.map(({ key, value }) => [key, value]),
      [
        ["strata:environment.account", "123456789012"],
        ["strata:dns.domain", "example.com"],
        ["strata:partner.labUrl", "https://print-lab.example.com/staging"],
      ],
    );
    assert.match(found[0].fix, /aws sts get-caller-identity/);
    assert.match(found[1].fix, /a domain of your own/);
    assert.match(found[2].fix, /the URL of a host of your own/);
  });

  for (const value of [
    "example.com",
    "staging.example.com",
    "Photos.Example.ORG",
    "a.b.example.net",
    "on-call@example.com",
    "https://example.com",
    "https://EXAMPLE.com:8443/path",
    "123456789012",
  ]) {
    it(`have ${value}, under whatever key and at any depth`, () => {
      assert.deepEqual(keysOf({ other: { list: [{}, { key: value }] } }), [
        "strata:other.list.1.key",
      ]);
    });
  }

  for (const value of [
    ...["strata.dev", "myexample.com", "example.community", "example.com.strata.dev", "example"],
    ...["https://lab.strata.dev/?next=example.com", "210987654321", "1234567890123", ""],
    ...[123456789012, true, null, undefined],
  ]) {
    it(`have not ${JSON.stringify(value)}`, () => {
      assert.deepEqual(keysOf({ other: { key: value } }), []);
    });
  }
});
