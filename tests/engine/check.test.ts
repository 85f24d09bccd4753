/** What the provider refuses before anything is made: broken rules and broken declarations. */
import * as aws from "@pulumi/aws";
import * as assert from "node:assert/strict";
import { Props } from "../../cloud-model";
import { cliOrSkip } from "./cli";
import { Cloud } from "./providers";
import { ModelledProvider } from "./providers/modelled-provider";
import { Backend } from "./stack-life";

const settings = "config:\n  aws:region: eu-west-1\n";

describe("arguments that AWS would refuse", () => {
  it("are named by the engine, with what is allowed, and nothing is made", async function () {
    const backend = await Backend.start(await cliOrSkip(this));
    try {
      const program = async () => {
        new aws.sqs.Queue("jobs", { visibilityTimeoutSeconds: 99_999 });
      };
      const stack = await backend.stack({ project: "check", stack: "dev", settings, program });
      const text = await stack.failure(() => stack.up());
      assert.match(text, /visibilityTimeoutSeconds is 99999; allowed: 0 to 43,200 seconds/);
      assert.deepEqual(backend.cloud.live, []);
    } finally {
      backend.stop();
    }
  });

  it("and names that the provider could not make", async function () {
    const backend = await Backend.start(await cliOrSkip(this));
    try {
      const program = async () => {
        new aws.sqs.Queue("jobs-{photoId}");
      };
      const stack = await backend.stack({ project: "check", stack: "dev", settings, program });
      const text = await stack.failure(() => stack.up());
      assert.match(text, /NAME-01: the logical name is "jobs-\{photoId\}"; allowed: letters,/);
      assert.deepEqual(backend.cloud.live, []);
    } finally {
      backend.stop();
    }
  });

  const provider = new ModelledProvider("aws", new Cloud());
  const failures = (type: string, inputs: Props) =>
    provider
      .check(
        { type, name: "it", urn: `urn:pulumi:dev::check::${type}::it`, configuration: {} },
        inputs,
      )
      .map(({ property, reason }) => `${property}: ${reason}`);

  const cases: [what: string, type: string, inputs: Props, refused: string[]][] = [
    [
      "a number is a text",
      "aws:sqs/queue:Queue",
      { delaySeconds: "soon" },
      ['delaySeconds: must be a number, found "soon"'],
    ],
    [
      "not a value of the enum",
      "aws:alb/loadBalancer:LoadBalancer",
      { loadBalancerType: "classic" },
      ['loadBalancerType: must be one of application, network, found "classic"'],
    ],
    [
      "a misspelled nested argument",
      "aws:lb/targetGroup:TargetGroup",
      { port: 80, protocol: "HTTP", vpcId: "vpc-0a", healthCheck: { pth: "/" } },
      ["healthCheck.pth: is not an argument of this resource"],
    ],
    [
      "a required argument is missing, nested",
      "aws:dynamodb/table:Table",
      { attributes: [{ name: "id" }], hashKey: "id", billingMode: "PAY_PER_REQUEST" },
      ["attributes[0].type: is missing, but required"],
    ],
    [
      "a required argument is missing",
      "aws:ec2/routeTable:RouteTable",
      {},
      ["vpcId: is missing, but required"],
    ],
    [
      "a list is a text",
      "aws:lb/loadBalancer:LoadBalancer",
      { subnets: "subnet-1" },
      ['subnets: must be a list, found "subnet-1"'],
    ],
    [
      "a map has numbers",
      "aws:sqs/queue:Queue",
      { tags: "none" },
      ['tags: must be a map, found "none"'],
    ],
    ["nothing is wrong", "aws:sqs/queue:Queue", { delaySeconds: 5, tags: { a: "b" } }, []],
  ];
  for (const [type, name, reason] of [
    ["aws:lb/loadBalancer:LoadBalancer", "a".repeat(25), /at most 24 characters/],
    ["aws:lambda/permission:Permission", "api-{id}", /not "\{" "\}"/],
    ["aws:opensearch/domain:Domain", "Photos", /not "P"/],
  ] as const) {
    it(`a logical name of which no physical one can be made (${type})`, () => {
      const urn = `urn:pulumi:dev::check::${type}::${name}`;
      const subject = { type, name, urn, configuration: {} };
      const found = provider.check(subject, {}).filter((each) => each.reason.startsWith("NAME-01"));
      assert.match(found.map((each) => each.reason).join("\n"), reason);
    });
  }

  for (const [what, type, inputs, refused] of cases) {
    it(`${what} (${type})`, () => assert.deepEqual(failures(type, inputs), refused));
  }
});
