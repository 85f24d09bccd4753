import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as z from "zod";
import { readSettings, Settings } from "../../../settings";
import { readConfig } from "../../../settings/read-config";
import { schemaFile, stackFileSchema } from "../../../settings/json-schema";
import { settings, stacks } from "../../stacks/shipped-stacks";

/** Right in all that it says; of no stack. */
const right = (): Record<string, unknown> => ({
  "strata:environment": {
    region: "eu-west-1",
    account: "123456789012",
    production: true,
    logRetentionDays: 365,
    encryption: "customer-managed",
  },
  "strata:network": {
    zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
    egress: { mode: "per-az", addresses: { "eu-west-1a": {} } },
  },
  "strata:data": { disposable: false },
  "strata:web": { throttlingRateLimit: 1000, throttlingBurstLimit: 2000 },
  "strata:features": [],
});

function read(config: Record<string, unknown>, secretKeys: string[] = []): Settings {
  const texts = Object.entries(config).map(([key, value]): [string, string] => [
    key,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  pulumi.runtime.setAllConfig(Object.fromEntries(texts), secretKeys);
  return readSettings();
}

function problems(change: (config: Record<string, Record<string, unknown>>) => void): string[] {
  const config = right() as Record<string, Record<string, unknown>>;
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
      "nowhere",
    );
  });
  afterEach(() => pulumi.runtime.setAllConfig({}));

  for (const stack of stacks) {
    it(`accept the stack file of ${stack}`, () => {
      assert.match(read({ ...settings.get(stack)! }).environment.region, /^[a-z]+-[a-z]+-\d$/);
    });
  }

  it("need no network", () => {
    const config = right();
    delete config["strata:network"];
    assert.equal(read(config).network, undefined);
  });

  it("say that a stack has no file, and which have one", () => {
    assert.throws(
      () => read({}),
      (error: Error) => {
        assert.ok(pulumi.RunError.isInstance(error));
        assert.equal(
          error.message,
          `Pulumi.nowhere.yaml is missing: there are the stacks ${stacks.join(", ")}; write the file, or select one of these`,
        );
        return true;
      },
    );
  });

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
      '  strata:environment.regoin: found "eu-west-1"; allowed: no such key; did you mean region?',
    );
  });

  it("name the line of the file that is wrong", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "strata-settings-"));
    const file = "config:\n  strata:web:\n    rate: 1\n    bursts: 2\n";
    fs.writeFileSync(path.join(folder, "Pulumi.here.yaml"), file);
    pulumi.runtime.setAllConfig({ "strata:web": JSON.stringify({ rate: 1, bursts: 2 }) });
    const schema = z.strictObject({ web: z.strictObject({ rate: z.string(), burst: z.number() }) });
    try {
      assert.throws(() => readConfig(schema, folder, "here"), {
        message: [
          "Pulumi.here.yaml has 3 problems:",
          "  Pulumi.here.yaml:3: strata:web.rate: found 1; allowed: a value of type string",
          "  Pulumi.here.yaml:2: strata:web.burst: missing; allowed: a value of type number",
          "  Pulumi.here.yaml:4: strata:web.bursts: found 2; allowed: no such key; did you mean burst?",
        ].join("\n"),
      });
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });

  it("suggest a key or a value only where one is near", () => {
    const found = problems((config) => {
      config["strata:environment"].encription = "aws-managed";
      config["strata:environment"].colour = "blue";
      config["strata:environment"].encryption = "aws-manged";
      (config["strata:network"].egress as Record<string, unknown>).mod = "single";
      config["strata:datas"] = {};
    }).join("\n");
    assert.match(found, /environment\.encription: .*no such key; did you mean encryption\?$/m);
    assert.match(found, /environment\.colour: .*no such key; remove it or correct its spelling$/m);
    assert.match(
      found,
      /environment\.encryption: found "aws-manged"; allowed: .*did you mean aws-managed\?$/m,
    );
    assert.match(found, /network\.egress\.mod: .*did you mean mode\?$/m);
    assert.match(found, /strata:datas: .*did you mean data\?$/m);
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

  it("refuse a feature that is not there", () => {
    const [found, ...others] = problems((config) =>
      Object.assign(config, { "strata:features": ["fotografie"] }),
    );
    assert.match(found, /^ {2}strata:features\.0: found "fotografie"; allowed: /);
    assert.deepEqual(others, []);
  });

  it("say which keys are kept, and name what is wrong within", () => {
    const [found] = problems((config) => {
      const wrong = { profile: "aws-managed", keepKeys: ["database"] };
      config["strata:environment"].encryption = wrong;
    });
    assert.match(
      found,
      /environment.encryption.keepKeys.0: found "database"; allowed: "data", "messages", "logs"/,
    );
  });

  it("refuse zones of another region, in the list and among the addresses", () => {
    const found = problems((config) => {
      config["strata:environment"].region = "us-east-1";
      config["strata:network"].zones = ["us-east-1a", "eu-west-1b"];
      config["strata:network"].egress = { mode: "none", addresses: { "eu-west-1a": {} } };
    });
    assert.deepEqual(found, [
      '  strata:network.zones.1: found "eu-west-1b"; allowed: a zone of environment.region: us-east-1a, us-east-1b, us-east-1c, us-east-1d, us-east-1e, us-east-1f',
      '  strata:network.egress.addresses.eu-west-1a: found "eu-west-1a"; allowed: a zone of environment.region: us-east-1a, us-east-1b, us-east-1c, us-east-1d, us-east-1e, us-east-1f',
    ]);
  });

  it("blame a region that does not exist, or is of another partition, and not its zones", () => {
    for (const [region, allowed] of [
      ["eu-west-7", /an AWS region, such as eu-west-1 \(list of/],
      ["us-gov-west-1", /a region of the partition aws/],
      ["cn-north-1", /a region of the partition aws/],
    ] as const) {
      const found = problems((config) => {
        config["strata:environment"].region = region;
        config["strata:network"].zones = ["eu-west-1a", `${region}b`];
      });
      assert.equal(found.length, 1, region);
      assert.match(found[0], /strata:environment.region/);
      assert.match(found[0], allowed);
    }
  });

  it("refuse zones that do not exist, unless newerRegions names them", () => {
    const ofZones = (found: string[]) => found.filter((line) => !/addresses/.test(line));
    const zones = (newerRegions?: Record<string, string[]>) =>
      problems((config) => {
        if (newerRegions) Object.assign(config["strata:environment"], { newerRegions });
        config["strata:environment"].region = "eu-west-1";
        config["strata:network"].zones = ["eu-west-1a", "eu-west-1z"];
        // A problem in any case, because `problems` wants one.
        config["strata:network"].egress = { mode: "none", addresses: { "us-east-1a": {} } };
      });
    const wrong = /zones.1: found "eu-west-1z"; allowed: .*eu-west-1a, eu-west-1b, eu-west-1c/;
    assert.match(ofZones(zones()).join(), wrong);
    assert.deepEqual(ofZones(zones({ "eu-west-1": ["z"] })), []);
  });

  it("refuse a cost centre that is no tag", () => {
    const found = problems((config) => {
      config["strata:environment"].costCentre = "R&D (Photos)";
    });
    assert.match(found.join(), /costCentre: found "R&D \(Photos\)"; allowed: letters, digits/);
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

  it("refuse an authorizer that could let nobody, or anybody, in", () => {
    const found = problems((config) => {
      config["strata:web"].authorizer = { issuer: "http://login.strata.dev", audience: [] };
      config["strata:web"].publicConcurrency = 0;
    }).join("\n");
    assert.match(found, /web.authorizer.issuer: found "http:/);
    assert.match(found, /web.authorizer.audience: found \[\]; allowed: at least 1/);
    assert.match(found, /web.publicConcurrency: found 0; allowed: at least 1/);
  });

  it("refuse secrets, which belong to Secret", () => {
    assert.throws(
      () => read(right(), ["strata:web"]),
      /strata:web: found a secret; allowed: plain values. Keep secrets in a Secret/,
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
