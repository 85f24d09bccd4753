import assert from "node:assert/strict";
import { Distribution, DistributionArgs } from "../../../../components/cdn";
import { refusal } from "../record";
import { api, certificate, SiteBucket } from "./origins";

describe("Distribution, given arguments that contradict each other,", () => {
  const refusals: [what: string, args: Partial<DistributionArgs>, message: RegExp][] = [
    [
      "a default origin that is not there",
      { defaultOrigin: "web" },
      /Distribution "cdn": defaultOrigin is "web"; allowed: one of the origins: api, site/,
    ],
    [
      "names without a certificate",
      { aliases: ["www"] },
      /aliases is \["www"\]; allowed: none without a certificate .*\n {2}fix: .*dns.edgeCertificate/,
    ],
    [
      "a name the certificate is not valid for",
      { certificate, aliases: ["a.b"] },
      /aliases is "a.b"; allowed: .*example.com, \*.example.com\n {2}fix: add a.b.example.com to/,
    ],
    [
      "www where the certificate is not valid for it",
      { certificate: { ...certificate, domainNames: ["example.com"] } },
      /aliases is "www"/,
    ],
    [
      "a name with the domain in it",
      { certificate, aliases: ["www.example.com"] },
      /aliases is "www.example.com".*\n {2}fix: write the name without the domain/,
    ],
    [
      "a page for what is missing beside an API",
      { notFoundPage: "/404.html" },
      /notFoundPage is "\/404.html"; allowed: none beside api, .*\n {2}fix: use urlRewrite/,
    ],
    [
      "rewriting where the default origin is an API",
      { defaultOrigin: "api", urlRewrite: "single-page" },
      /urlRewrite is "single-page"; allowed: none where the default origin, api,/,
    ],
    [
      "a root object with a slash",
      { defaultRootObject: "/index.html" },
      /defaultRootObject is "\/index.html".*\n {2}fix: write "index.html"/,
    ],
  ];
  for (const [what, args, message] of refusals) {
    it(`refuses ${what}`, async () => {
      const origins = { site: new SiteBucket(), api };
      assert.match(await refusal(() => new Distribution("cdn", { origins, ...args })), message);
    });
  }
});
