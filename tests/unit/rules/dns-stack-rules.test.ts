/** The sides of the DNS rules that their one case each does not show. */
import * as assert from "node:assert/strict";
import { checkStack, stackRules } from "../../../rules";
import { acm } from "../../../rules/base/types/acm";
import { route53 } from "../../../rules/base/types/route53";
import { make, type Args } from "./service-resources";
import { from, stackOf, type Described } from "./stack";

function blamed(id: string, ...resources: Described[]): string[] {
  const rules = stackRules.filter((rule) => rule.id === id);
  return checkStack(rules, stackOf(...resources), { today: "2026-11-23" }).map(
    ({ urn }) => urn.split("::").at(-1) ?? "",
  );
}
const zone = make(route53.zone)("zone", { name: "example.com." });
const record = (name: string, args: Args) =>
  make(route53.record)(name, { zoneId: from("zone"), ...args });

describe("DNS-01-zone: names of records", () => {
  const outside = (name: string) => blamed("DNS-01-zone", zone, record("record", { name }));

  it("may be whole or without the domain, in any case", () => {
    for (const name of ["", "www", "WWW.Example.com", "example.com.", "a.b.example.com."])
      assert.deepEqual(outside(name), [], name);
  });

  it("are outside where they end in the domain's letters alone, or are whole names of another one", () => {
    for (const name of ["myexample.com", "www.example.org."])
      assert.deepEqual(outside(name), ["record"], name);
  });
});

describe("DNS-09: who may issue certificates", () => {
  const certificate = make(acm.certificate)("certificate", {
    domainName: "www.example.com",
    subjectAlternativeNames: ["*.example.com"],
  });
  const caa = (name: string, ...records: string[]) =>
    record(`caa-${name}`, { name, type: "CAA", records });

  it("is said by the nearest record above the name", () => {
    const rest = [zone, certificate];
    const foreign = caa("", '0 issue "ca.example.net"');
    const own = caa("www", '0 issue "amazontrust.com"');
    assert.deepEqual(blamed("DNS-09", ...rest, foreign).length, 2);
    assert.deepEqual(blamed("DNS-09", ...rest, foreign, own).length, 1, "the wildcard still");
  });

  it("is said by issuewild for wildcards, where there is one", () => {
    const rest = [zone, certificate];
    const both = caa("", '0 issue "ca.example.net"', '0 issuewild "amazon.com"');
    assert.deepEqual(blamed("DNS-09", ...rest, both).length, 1);
    assert.deepEqual(blamed("DNS-09", ...rest, caa("", '0 iodef "mailto:a@example.com"')), []);
  });
});
