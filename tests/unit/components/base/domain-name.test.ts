import fc from "fast-check";
import assert from "node:assert/strict";
import {
  covers,
  domainNamePattern,
  hostName,
  isUnder,
} from "../../../../components/base/domain-name";

const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,10}[a-z0-9])?$/);

describe("names of hosts and domains", () => {
  const names: [name: string, whole: string | undefined][] = [
    ["", "example.com"],
    ["@", "example.com"],
    ["www", "www.example.com"],
    ["a.b", "a.b.example.com"],
    ["*", "*.example.com"],
    ["*.a", "*.a.example.com"],
    ["www.example.org.", "www.example.org"],
    ["www.example.com", undefined],
    ["example.com", undefined],
    ["a b", undefined],
    ["WWW", undefined],
    ["-a", undefined],
    ["a.*", undefined],
    ["a..b", undefined],
    ["x".repeat(64), undefined],
  ];
  for (const [name, whole] of names) {
    it(`reads ${JSON.stringify(name.slice(0, 20))} as ${whole}`, () =>
      assert.equal(hostName(name, "example.com"), whole));
  }

  it("refuses names of more than 253 characters", () => {
    const long = Array(4).fill("x".repeat(60)).join(".");
    assert.equal(hostName(long, "e.com"), `${long}.e.com`);
    assert.equal(hostName(long, "example-of-a-longer.com"), undefined);
  });

  it("takes domains of two labels and more", () => {
    for (const domain of ["example.com", "a.b.c.example.co.uk", "_x.example.com"]) {
      assert.match(domain, domainNamePattern);
    }
    for (const domain of [
      "com",
      "example.com.",
      "*.example.com",
      "https://example.com",
      "a-.b.c",
    ]) {
      assert.doesNotMatch(domain, domainNamePattern);
    }
  });

  it("lets a wildcard stand for one label, no more and no less", () => {
    assert.equal(covers("*.example.com", "www.example.com"), true);
    assert.equal(covers("*.example.com", "example.com"), false);
    assert.equal(covers("*.example.com", "a.b.example.com"), false);
    assert.equal(covers("*.example.com", "*.example.com"), true);
    assert.equal(covers("example.com", "example.com"), true);
    assert.equal(covers("example.com", "www.example.com"), false);
  });

  it("puts every relative name under its domain", () =>
    fc.assert(
      fc.property(label, label, (name, domain) => {
        const whole = hostName(name, `${domain}.test`);
        assert.equal(whole, `${name}.${domain}.test`);
        assert.ok(isUnder(whole, `${domain}.test`));
        assert.ok(covers(`*.${domain}.test`, whole));
      }),
    ));
});
