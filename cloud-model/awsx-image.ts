/**
 * `awsx.ecr.Image`: one `docker-build.Image` that is built, pushed under one tag and answered by its
 * digest, so that a function changes exactly when its image does.
 *
 * After awsx's source (3.9), not after a recording: a build needs Docker and a registry. What isn't
 * known: the digest and the hash of the context, which only a build gives (both are made up here);
 * the order in which awsx sees build arguments, which is part of the child's name (here by name);
 * and what a stack shows that still has an image of awsx 2. The version that the plugin asks
 * docker-build for is taken from the installed package.
 */
import { createHash } from "crypto";
import type { RemoteComponent, RemoteComponentRequest } from "./remote-components";
import {
  isEnvelope,
  knownText,
  OUTPUT,
  outputDependencies,
  plain,
  Props,
  rewrite,
  secret,
  UNKNOWN,
  Value,
} from "./wire-values";

interface Arguments {
  args?: Record<string, string>;
  cacheFrom?: string[];
  context?: string;
  dockerfile?: string;
  imageName?: string;
  imageTag?: string;
  platform?: string;
  repositoryUrl?: string;
  target?: string;
}

export async function image(request: RemoteComponentRequest): Promise<RemoteComponent> {
  const sources = outputDependencies(request.args);
  const args = plain(request.args) as Arguments;
  if (args.repositoryUrl === undefined || isPartlyUnknown(request.args)) {
    // awsx waits for all of its arguments: a first preview shows no child.
    return { outputs: { imageUri: UNKNOWN }, outputDependencies: { imageUri: [...sources] } };
  }
  const name = args.imageName ?? args.imageTag ?? uniqueName(args, stackOf(request.urn));
  const child = await request.register(
    "docker-build:index:Image",
    name,
    request.urn,
    buildInputs(args, name),
    [...sources],
  );
  const digest = knownText(child.outputs.digest);
  return {
    outputs: { imageUri: digest === undefined ? UNKNOWN : `${args.repositoryUrl}@${digest}` },
    outputDependencies: { imageUri: [child.urn, ...sources] },
  };
}

function buildInputs(args: Arguments, name: string): Props {
  const { repositoryUrl = "", cacheFrom = [], context = ".", dockerfile, platform, target } = args;
  const tag = `${repositoryUrl}:${name}`;
  const caches = cacheFrom.length > 0 ? cacheFrom : [tag];
  const [registry] = repositoryUrl.split("/");
  return {
    tags: [tag],
    ...(args.args ? { buildArgs: args.args } : {}),
    cacheFrom: caches.map((ref) => ({ registry: { ref } })),
    cacheTo: [{ inline: {} }],
    context: { location: context },
    dockerfile: dockerfile === undefined ? {} : { location: dockerfile },
    platforms: platform === undefined ? [] : [platform],
    ...(target === undefined ? {} : { target }),
    push: true,
    // The token of ECR's GetAuthorizationToken; no preview may have one.
    registries: [{ address: `https://${registry}`, username: "AWS", password: secret("token") }],
    // Defaults that docker-build's own SDK fills in.
    buildOnPreview: true,
    network: "default",
  };
}

/** The tag, where the program gives none: by what is built from where, not by what is in it. */
function uniqueName({ context, dockerfile, args = {} }: Arguments, stack: string): string {
  const built = Object.entries(args)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `;arg[${key}]=${value}`);
  const file = dockerfile === undefined ? "" : `;dockerfile=${dockerfile}`;
  const text = `${context ?? "."}${file}${built.join("")}${stack}`;
  return `${createHash("sha1").update(text).digest("hex")}-container`;
}

function stackOf(urn: string): string {
  return urn.split("::")[0].replace("urn:pulumi:", "");
}

function isPartlyUnknown(value: Value): boolean {
  let found = false;
  rewrite(value, (node) => {
    found ||= node === UNKNOWN || (isEnvelope(node, OUTPUT) && !("value" in node));
    return node;
  });
  return found;
}
