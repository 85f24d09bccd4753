/** A container image, built and pushed while deploying. */
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

/** An image in a repository of ours. */
export interface BuiltImage {
  /** With the digest, so that what is named by it never changes. */
  readonly uri: pulumi.Output<string>;
  readonly repositoryArn: pulumi.Output<string>;
}

/** Untagged images that are kept: earlier builds, which a version of a function may still run, or a rollback go back to. */
const KEPT_IMAGES = 10;

/**
 * Makes a repository of the component's own, and the image in it.
 *
 * @param key the customer's key that encrypts the images, where there is one
 */
export function builtImage(
  { context, dockerfile, args }: ImageBuildArgs,
  architecture: Architecture,
  key: pulumi.Output<string> | undefined,
  child: MakeChild,
): BuiltImage {
  const repository = child(
    aws.ecr.Repository,
    "images",
    {
      imageScanningConfiguration: { scanOnPush: true },
      // awsx tags by where an image is built from, not by what is in it, so a new build takes the same
      // tag; what runs it is pinned to the digest.
      imageTagMutability: "MUTABLE",
      encryptionConfigurations: [
        key ? { encryptionType: "KMS", kmsKey: key } : { encryptionType: "AES256" },
      ],
      forceDelete: true, // images can be built again, and a repository with images refuses to go
    },
    { key: "repository" },
  );
  child(
    aws.ecr.LifecyclePolicy,
    "images",
    {
      repository: repository.name,
      policy: JSON.stringify({
        rules: [
          {
            rulePriority: 1,
            description: `Keep the newest ${KEPT_IMAGES} earlier images`,
            selection: {
              tagStatus: "untagged",
              countType: "imageCountMoreThan",
              countNumber: KEPT_IMAGES,
            },
            action: { type: "expire" },
          },
        ],
      }),
    },
    { key: "repositoryLifecycle" },
  );
  const image = child(awsx.ecr.Image, "image", {
    repositoryUrl: repository.repositoryUrl,
    context,
    dockerfile,
    args,
    platform: architecture === "arm64" ? "linux/arm64" : "linux/amd64",
  });
  return { uri: image.imageUri, repositoryArn: repository.arn };
}
