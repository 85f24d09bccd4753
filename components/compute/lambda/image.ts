/** A container image for a function, built and pushed while deploying. */
import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { MakeChild } from "../../component";
import type { Architecture } from "./function-args";

export interface ImageBuildArgs {
  /** Folder that the build may read. */
  context: pulumi.Input<string>;
  /** Default: `Dockerfile` in the context. */
  dockerfile?: pulumi.Input<string>;
  /** Build arguments. No secrets: they stay in the image. Default: none. */
  args?: Record<string, pulumi.Input<string>>;
}

/** Images that are kept; older ones go, so that storage does not grow with every release. */
const KEPT_IMAGES = 10;

/** Makes a repository of the function's own, and the image in it. Returns the image's URI. */
export function builtImage(
  { context, dockerfile, args }: ImageBuildArgs,
  architecture: Architecture,
  child: MakeChild,
): pulumi.Output<string> {
  const repository = child(aws.ecr.Repository, "images", {
    imageScanningConfiguration: { scanOnPush: true },
    // awsx tags by where an image is built from, not by what is in it, so a new build takes the same
    // tag; the function is pinned to the digest.
    imageTagMutability: "MUTABLE",
    encryptionConfigurations: [{ encryptionType: "AES256" }],
  });
  child(aws.ecr.LifecyclePolicy, "images", {
    repository: repository.name,
    policy: JSON.stringify({
      rules: [
        {
          rulePriority: 1,
          description: `Keep the newest ${KEPT_IMAGES} images`,
          selection: {
            tagStatus: "any",
            countType: "imageCountMoreThan",
            countNumber: KEPT_IMAGES,
          },
          action: { type: "expire" },
        },
      ],
    }),
  });
  const image = child(awsx.ecr.Image, "image", {
    repositoryUrl: repository.repositoryUrl,
    context,
    dockerfile,
    args,
    platform: architecture === "arm64" ? "linux/arm64" : "linux/amd64",
  });
  return image.imageUri;
}
