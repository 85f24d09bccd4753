import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { readSettings, Settings } from "../../../settings";
import { schemaFile, stackFileSchema } from "../../../settings/json-schema";

const root = path.resolve(__dirname, "../../..");

/** The config of a shipped stack, as Pulumi hands it to the program. */
function configOf(stack: string): Record<string, unknown> {
  const text = fs.readFileSync(path.join(root, `Pulumi.${stack}.yaml`), "utf8");
  return (parse(text) as { config: Record<string, unknown> }).config;
}

function read(config: Record<string, unknown>, secretKeys: string[] = []): Settings {
  const texts = Object.entries(config).map(([key, value]): [string, string] => [
    key,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  pulumi.runtime.setAllConfig(Object.fromEntries(texts), secretKeys);
  return readSettings();
}

function problems(change: (config: Record<string, Record<string, unknown>>) => void): string[] {
  const config = configOf("prod") as Record<string, Record<string, unknown>>;
  change(config);
  try {
    read(config);
  } catch (error) {
    assert.ok(pulumi.RunError.isInstance(error), String(error));
    return (error as Error).message.split("\n").slice(1);
  }
  assert.fail("no problem was found");
}

describe("settings", () => {
  before(async () => {
    await pulumi.runtime.setMocks(
      { newResource: () => ({ id: "", state: {} }), call: () => ({}) },
      "strata",
      "prod",
    );
  });
  afterEach(() => pulumi.runtime.setAllConfig({}));

  for (const stack of ["dev", "staging", "prod", "full"]) {
    it(`accept the stack file of ${stack}`, () => {
      assert.equal(read(configOf(stack)).environment.region, "eu-west-1");
    });
  }

  it("name a missing fragment, and a missing key", () => {
    const missing = problems((config) => {
      delete config["strata:data"];
      delete config["strata:environment"].production;
    });
    assert.deepEqual(missing.sort(), [
      "  strata:data: missing; allowed: a value of type object",
      "  strata:environment.production: missing; allowed: a value of type boolean",
    ]);
  });

  it("name a key that does not exist, and what it held", () => {
    const [unknown] = problems((config) => {
      config["strata:environment"].regoin = "eu-west-1";
    });
    assert.equal(
      unknown,
      '  strata:environment.regoin: found "eu-west-1"; allowed: no such key; remove it or correct its spelling',
    );
  });

  it("name a wrong type, a value out of bounds, a wrong choice and a wrong form, all at once", () => {
    const found = problems((config) => {
      config["strata:environment"].production = "yes";
      config["strata:environment"].logRetentionDays = 31;
      config["strata:environment"].account = "1234";
      config["strata:environment"].encryption = "none";
      config["strata:web"].throttlingRateLimit = -1;
      (config["strata:network"].egress as Record<string, unknown>).mode = "magic";
    }).join("\n");
    assert.match(found, /environment.production: found "yes"; allowed: a value of type boolean/);
    assert.match(found, /environment.logRetentionDays: found 31; allowed: 1, 3, 5, 7, 14, 30,/);
    assert.match(found, /environment.account: found "1234"; allowed: twelve digits/);
    assert.match(found, /environment.encryption: found "none"; allowed: "aws-managed", "custo/);
    assert.match(found, /web.throttlingRateLimit: found -1; allowed: more than 0/);
    assert.match(found, /network.egress.mode: found "magic"; allowed: "per-az", "single"/);
  });

  it("refuse zones of another region, in the list and among the addresses", () => {
    const found = problems((config) => {
      config["strata:environment"].region = "us-east-1";
      config["strata:network"].zones = ["us-east-1a", "eu-west-1b"];
      config["strata:network"].egress = { mode: "none", addresses: { "eu-west-1a": {} } };
    });
    assert.deepEqual(found, [
      '  strata:network.zones.1: found "eu-west-1b"; allowed: a zone of environment.region, such as us-east-1a',
      '  strata:network.egress.addresses.eu-west-1a: found "eu-west-1a"; allowed: a zone of environment.region, such as us-east-1a',
    ]);
  });

  it("refuse ids of addresses and pools that can't be any", () => {
    const found = problems((config) => {
      const addresses = {
        "eu-west-1a": { allocationId: "eipalloc-12" },
        "eu-west-1b": { publicIpv4Pool: "ours" },
        "eu-west-1": {},
      };
      config["strata:network"].egress = { mode: "none", addresses };
    }).join("\n");
    assert.match(
      found,
      /eu-west-1a.allocationId: found "eipalloc-12"; allowed: eipalloc- and 8 or 17/,
    );
    assert.match(found, /eu-west-1b.publicIpv4Pool: found "ours"; allowed: ipv4pool-ec2- and/);
    assert.match(found, /egress.addresses.eu-west-1: /);
  });

  it("refuse secrets, which belong to Secret", () => {
    assert.throws(
      () => read(configOf("prod"), ["strata:partner"]),
      /strata:partner: found a secret; allowed: plain values. Keep secrets in a Secret/,
    );
  });

  it("say what is wrong with text where a map should be", () => {
    const [problem] = problems((config) => {
      (config as Record<string, unknown>)["strata:web"] = "fast";
    });
    assert.equal(problem, '  strata:web: found "fast"; allowed: a value of type object');
  });

  it("have a JSON Schema for editors, the one that is committed (npm run schema)", () => {
    const committed = JSON.parse(fs.readFileSync(schemaFile, "utf8")) as unknown;
    assert.deepEqual(committed, JSON.parse(JSON.stringify(stackFileSchema())));
  });
});
