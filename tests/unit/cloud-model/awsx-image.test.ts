import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { Plan, previewStack } from "../../../preview/testing";
import { record } from "../components/record";

const IMAGE = "docker-build:index:Image";
type Args = Omit<awsx.ecr.ImageArgs, "repositoryUrl">;

async function build(args: Args, values?: "unknown"): Promise<Plan> {
  const plan = await previewStack(() => ({ uri: imageIn(args).imageUri }), { values });
  plan.assertNoErrors();
  return plan;
}

function imageIn(args: Args): awsx.ecr.Image {
  const repository = new aws.ecr.Repository("hello");
  return new awsx.ecr.Image("hello", { repositoryUrl: repository.repositoryUrl, ...args });
}

const sha1 = (text: string) => createHash("sha1").update(text).digest("hex");

describe("the model of awsx.ecr.Image", () => {
  it("answers with the digest of what it built, in the given repository", async () => {
    const plan = await build({ context: "./hello" });
    const { repositoryUrl } = plan.get(aws.ecr.Repository, "hello").outputs;
    const [child] = plan.find(IMAGE);
    assert.match(String(child.outputs.digest), /^sha256:[0-9a-f]{64}$/);
    assert.equal(plan.outputs.uri, `${String(repositoryUrl)}@${String(child.outputs.digest)}`);
    assert.equal(child.parent, plan.get("awsx:ecr:Image", "hello").urn);
    assert.equal(plan.find("pulumi:providers:docker-build").length, 1);
  });

  it("tags by what is built from where, not by what is in it", async () => {
    const plan = await build({
      context: "./hello",
      dockerfile: "./hello/Dockerfile.small",
      args: { VERSION: "2", EDITION: "small" },
      platform: "linux/arm64",
    });
    const [{ name, inputs }] = plan.find(IMAGE);
    const built = "./hello;dockerfile=./hello/Dockerfile.small;arg[EDITION]=small;arg[VERSION]=2";
    assert.equal(name, `${sha1(`${built}test`)}-container`);
    const tag = `${String(plan.get(aws.ecr.Repository, "hello").outputs.repositoryUrl)}:${name}`;
    const { registries, ...told } = inputs;
    assert.deepEqual(told, {
      tags: [tag],
      buildArgs: { VERSION: "2", EDITION: "small" },
      cacheFrom: [{ registry: { ref: tag } }],
      cacheTo: [{ inline: {} }],
      context: { location: "./hello" },
      dockerfile: { location: "./hello/Dockerfile.small" },
      platforms: ["linux/arm64"],
      push: true,
      buildOnPreview: true,
      network: "default",
    });
    const [registry] = registries as { address: string; password: string }[];
    assert.equal(registry.address, `https://${tag.split("/")[0]}`);
    assert.equal(registry.password, "[secret]");
  });

  it("takes a tag, a name, caches and a target as they are given", async () => {
    const tagged = await build({ imageTag: "v7", cacheFrom: ["registry/hello:cache"] });
    const [image] = tagged.find(IMAGE);
    assert.equal(image.name, "v7");
    assert.deepEqual(image.inputs.cacheFrom, [{ registry: { ref: "registry/hello:cache" } }]);
    assert.deepEqual(image.inputs.context, { location: "." });
    const named = await build({ imageTag: "v7", imageName: "hello", target: "release" });
    assert.equal(named.find(IMAGE)[0].name, "hello");
    assert.equal(named.find(IMAGE)[0].inputs.target, "release");
  });

  it("has no child and no answer while an argument is unknown, as in a first preview", async () => {
    const plan = await build({ context: "./hello" }, "unknown");
    assert.deepEqual(plan.find(IMAGE), []);
    assert.equal(plan.outputs.uri, "[unknown]");
  });

  it("answers in mocks too", async () => {
    const { made, resources } = await record(() => imageIn({ context: "./hello" }));
    const uri = await new Promise<string>((resolve) => made.imageUri.apply(resolve));
    assert.match(
      uri,
      /^\d{12}\.dkr\.ecr\.eu-west-1\.amazonaws\.com\/hello-\w+@sha256:[0-9a-f]{64}$/,
    );
    assert.ok(resources.some(({ type }) => type === IMAGE));
  });
});
