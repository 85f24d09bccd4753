import { SignatureV4 } from "@smithy/signature-v4";
import assert from "node:assert/strict";
import { requestPath, signedHeaders } from "../../../../components/data/signed-request";
import { Sha256 } from "./sdk-sha256";

describe("signedHeaders", () => {
  it("signs as AWS's own SDK does", async () => {
    const now = new Date("2026-01-31T23:59:59Z");
    const signer = {
      region: "eu-west-1",
      accessKeyId: "AKIDEXAMPLE",
      secretAccessKey: "secret",
      sessionToken: "session",
    };
    for (const path of ["/photos/_search", "/photos/_doc/ä b+c(1)"]) {
      const body = path.endsWith("_search") ? '{"size":1}' : undefined;
      const method = body === undefined ? "GET" : "POST";
      const host = "vpc-photos-0123.eu-west-1.es.amazonaws.com";
      const ours = signedHeaders({ service: "es", method, host, path, body }, signer, now);
      const sdk = new SignatureV4({
        service: "es",
        region: signer.region,
        credentials: signer,
        sha256: Sha256,
      });
      const theirs = await sdk.sign(
        {
          method,
          protocol: "https:",
          hostname: host,
          path: requestPath(path),
          query: {},
          headers: { host },
          body,
        },
        { signingDate: now },
      );
      // `fetch` says the host by itself.
      assert.deepEqual({ host, ...ours }, theirs.headers);
    }
  });
});
