/** A password that the program makes once, and where whoever needs it reads it. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { MakeChild } from "../component";

/** The three children of a kept password, for a component's `transform`. */
export interface KeptPasswordChildren {
  password: random.RandomPasswordArgs;
  passwordSecret: aws.secretsmanager.SecretArgs;
  passwordVersion: aws.secretsmanager.SecretVersionArgs;
}

interface KeptPasswordNeeds {
  /** Suffix of all three children. */
  readonly suffix: string;
  readonly username: string;
  /** What it opens, for whoever reads the list of secrets. */
  readonly description: string;
  /** Characters: letters and digits. */
  readonly length: number;
  /** The customer's key that encrypts it, where there is one. */
  readonly keyArn: pulumi.Output<string> | undefined;
  /** For the secret: protection, or none. */
  readonly keep: pulumi.CustomResourceOptions;
  readonly child: MakeChild;
}

export interface KeptPassword {
  /** Secret in Pulumi's sense, too. */
  readonly password: pulumi.Output<string>;
  /** `{ "username": ..., "password": ... }`. */
  readonly secret: aws.secretsmanager.Secret;
  /** What must stand before anybody reads it. */
  readonly version: aws.secretsmanager.SecretVersion;
}

/** Makes the password, and its secret in the form that AWS services read: an object with `username` and `password`. */
export function keepPassword(needs: KeptPasswordNeeds): KeptPassword {
  const { suffix, username, child } = needs;
  const { result } = child(
    random.RandomPassword,
    suffix,
    { length: needs.length, special: false },
    { key: "password" },
  );
  const secret = child(
    aws.secretsmanager.Secret,
    suffix,
    { description: needs.description, kmsKeyId: needs.keyArn },
    { key: "passwordSecret", ...needs.keep },
  );
  const version = child(
    aws.secretsmanager.SecretVersion,
    suffix,
    {
      secretId: secret.id,
      secretString: pulumi.secret(pulumi.jsonStringify({ username, password: result })),
    },
    { key: "passwordVersion" },
  );
  return { password: result, secret, version };
}
