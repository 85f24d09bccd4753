/** A route's permission gives way to its function's without a moment in which no call is allowed. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as assert from "node:assert/strict";
import { HttpApi } from "../../components/web";
import { cliOrSkip } from "./cli";
import { Cloud } from "./providers";
import { Backend } from "./stack-life";

const PERMISSION = "aws:lambda/permission:Permission";

/** Writes down in which order permissions come and go. */
class Watched extends Cloud {
  readonly seen: string[] = [];

  override async create(...given: Parameters<Cloud["create"]>) {
    const made = await super.create(...given);
    if (given[0].type === PERMISSION) this.seen.push(`create ${given[0].name}`);
    return made;
  }

  override async delete(...given: Parameters<Cloud["delete"]>) {
    await super.delete(...given);
    if (given[0].type === PERMISSION) this.seen.push(`delete ${given[0].name}`);
  }
}

/** What an API of the version before had. */
class EarlierApi extends pulumi.ComponentResource {
  constructor(name: string) {
    super("strata:web:HttpApi", name);
    for (const [route, path] of Object.entries({ "get-photos": "photos", list: "list" })) {
      new aws.lambda.Permission(
        `${name}-${route}`,
        {
          action: "lambda:InvokeFunction",
          function: "list",
          principal: "apigateway.amazonaws.com",
          sourceArn: `arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5/*/GET/${path}`,
        },
        { parent: this },
      );
    }
  }
}

describe("permissions of an API", () => {
  const cloud = new Watched();
  let backend: Backend;

  before(async function () {
    backend = await Backend.start(await cliOrSkip(this), cloud);
  });

  after(() => backend?.stop());

  it("stand before those of its routes go, even one that takes a route's name", async () => {
    const before = async () => void new EarlierApi("api");
    const settings = "config:\n  aws:region: eu-west-1\n";
    const stack = await backend.stack({ project: "api", stack: "dev", program: before, settings });
    await stack.up();
    cloud.seen.length = 0;
    const program = async () => {
      const api = new HttpApi("api");
      const list = {
        logicalName: "list",
        arn: pulumi.output("arn:aws:lambda:eu-west-1:123456789012:function:list"),
        invokeArn: pulumi.output("invoke"),
        functionName: pulumi.output("list"),
        ready: [],
      };
      api.route("GET /photos", list);
      api.route("GET /list", list);
    };
    await stack.up({ program });
    const [first, ...others] = cloud.seen;
    assert.equal(first, "create api-list");
    assert.deepEqual(others.sort(), ["delete api-get-photos", "delete api-list"]);
  });
});
