import assert from "node:assert/strict";
import { without } from "../../../remove/program-text";
import { Refusal } from "../../../remove/refusal";

const gone = {
  module: (specifier: string) => specifier === "./components/dns",
  settings: ["dns"],
};
const edited = (text: string) =>
  without("index.ts", text, gone)
    .replace(/\n{2,}/g, "\n")
    .trim();

describe("A program without a layer", () => {
  const cases: [what: string, text: string, left: string][] = [
    ["keeps what has nothing to do with it", `const dns = { dns: 1 };`, `const dns = { dns: 1 };`],
    [
      "has neither its import nor what it made, nor what was made of that",
      `import { DnsLayer } from "./components/dns";
const dns = new DnsLayer("dns");
const zone = dns.zone;
dns.alias("www");
zone.sign();
run();`,
      `run();`,
    ],
    [
      "passes it on no more",
      `import { DnsLayer } from "./components/dns";
const dns = settings.dns && new DnsLayer("dns", settings.dns);
compose({ network, dns, list: [1, dns, 2], certificate: dns?.certificate, ...(dns && { a: 1 }), dnsName: 1 });`,
      `compose({ network, list: [1, 2], dnsName: 1 });`,
    ],
    [
      "keeps a property of the same name in something else",
      `import { DnsLayer } from "./components/dns";
const dns = new DnsLayer("dns");
use({ dns: other.dns });`,
      `use({ dns: other.dns });`,
    ],
    [
      "has no member of that type in an interface",
      `import type { DnsLayer } from "./components/dns";
interface Needs {
  /** Names. */
  dns?: DnsLayer;
  web: string;
}`,
      `interface Needs {
  web: string;
}`,
    ],
    [
      "imports and keeps nothing that it alone used, and makes what it no longer names",
      `import { DnsLayer } from "./components/dns";
import { suffix } from "./names";
import { kept, lost } from "./both";
const { a, b } = kept();
const cdn = new Cdn("cdn", b);
new DnsLayer(suffix, lost, a, cdn);`,
      `import { kept } from "./both";
const { b } = kept();
new Cdn("cdn", b);`,
    ],
    [
      "keeps the file's own comment, and one that stands above more than the statement",
      `/** The program. */
import { DnsLayer } from "./components/dns";
// Ground:
const dns = new DnsLayer("dns");
const network = 1;
// Names.
dns.alias("www");

run(network);`,
      `/** The program. */
// Ground:
const network = 1;
run(network);`,
    ],
  ];
  for (const [what, text, left] of cases) {
    it(what, () => {
      const form = (code: string) =>
        code
          .replace(/\s+/g, " ")
          .replace(/, (?=[}\])])/g, " ")
          .trim();
      assert.equal(form(edited(text)), form(left));
    });
  }

  it("has no empty line in the place of an import", () => {
    const [before, after] = [`import { a } from "./a";\n`, `import { b } from "./b";\nrun(a, b);`];
    const text = `${before}import { DnsLayer } from "./components/dns";\n${after}`;
    assert.equal(without("index.ts", text, gone), before + after);
  });

  it("is refused where nothing can be left out, with the line", () => {
    const text = `import { DnsLayer } from "./components/dns";
export function zone() {
  return new DnsLayer("dns");
}`;
    assert.throws(
      () => edited(text),
      (error: Error) =>
        error instanceof Refusal &&
        error.message ===
          'index.ts:3 uses DnsLayer where nothing can be left out: return new DnsLayer("dns");',
    );
  });
});
