import { SignatureV4 } from "@smithy/signature-v4";
import assert from "node:assert/strict";
import { signInToken, type SignIn, type Signer } from "../../../../components/data/sign-in-token";
import { Sha256 } from "./sdk-sha256";

const signer: Signer = {
  region: "eu-west-1",
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  sessionToken: "a+token/with=signs",
};
const now = new Date("2026-11-23T10:20:30.456Z");

/** The same by AWS's own signer. */
async function oracle({ service, host, port, user, serverless }: SignIn): Promise<string> {
  const { region, ...credentials } = signer;
  const signature = new SignatureV4({ service, region, credentials, sha256: Sha256 as never });
  const query: Record<string, string> = {
    Action: "connect",
    [service === "rds-db" ? "DBUser" : "User"]: user,
    ...(serverless ? { ResourceType: "ServerlessCache" } : {}),
  };
  const place = port === undefined ? host : `${host}:${port}`;
  const request = { method: "GET", protocol: "https:", hostname: host, port, path: "/", query };
  const signed = await signature.presign(
    { ...request, headers: { host: place } },
    { signingDate: now, expiresIn: 900 },
  );
  const pairs = Object.entries(signed.query ?? {}) as [string, string][];
  return pairs
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join("&");
}

const decoded = (token: string) =>
  [...new URLSearchParams(token.slice(token.indexOf("?") + 1))]
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join("&");

describe("signInToken", () => {
  const cases: Record<string, SignIn> = {
    "a database": {
      service: "rds-db",
      host: "accounts.cluster-abc123.eu-west-1.rds.amazonaws.com",
      port: 5432,
      user: "app's (reader)*",
    },
    "a cache": { service: "elasticache", host: "strata-prod-sessions", user: "strata-prod-app" },
    "a serverless cache": {
      service: "elasticache",
      host: "sessions",
      user: "app",
      serverless: true,
    },
  };
  for (const [name, signIn] of Object.entries(cases)) {
    it(`is what AWS's own signer makes for ${name}`, async () => {
      const token = signInToken(signIn, signer, now);
      assert.equal(decoded(token), await oracle(signIn));
      assert.ok(!token.startsWith("http"));
    });
  }

  it("says where it finds no role", () => {
    const kept = { ...process.env };
    delete process.env.AWS_ACCESS_KEY_ID;
    try {
      assert.throws(() => signInToken(cases["a cache"]), /AWS_ACCESS_KEY_ID/);
    } finally {
      process.env = kept;
    }
  });
});
