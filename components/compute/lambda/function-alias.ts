/** The alias of a function, and what stands ready behind it. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { MakeChild } from "../../component";
import { LambdaFunctionArgs } from "./function-args";
import { provisionConcurrency } from "./provisioned-concurrency";

/** The alias of functions that have one. */
const ALIAS = "live";

type AliasArgs = Pick<
  LambdaFunctionArgs,
  "provisionedConcurrency" | "snapStart" | "durable" | "release"
>;

/** Provisioned concurrency, SnapStart and releases work on published versions alone; a durable execution ends with the version it began with. */
export function hasAlias(args: AliasArgs): boolean {
  const { provisionedConcurrency, snapStart, durable, release } = args;
  return [provisionedConcurrency, snapStart || undefined, durable, release].some(
    (wanted) => wanted !== undefined,
  );
}

export function makeAlias(
  lambda: aws.lambda.Function,
  args: AliasArgs,
  child: MakeChild,
): aws.lambda.Alias | undefined {
  return hasAlias(args)
    ? child(
        aws.lambda.Alias,
        ALIAS,
        { name: ALIAS, functionName: lambda.name, functionVersion: lambda.version },
        {
          key: "alias",
          // From its first version on, CodeDeploy moves it.
          ignoreChanges: args.release ? ["functionVersion", "routingConfig"] : [],
        },
      )
    : undefined;
}

/** With a release every version has concurrency of its own: an alias that has some can't be given weights. */
export function provisionVersions(
  lambda: aws.lambda.Function,
  alias: aws.lambda.Alias | undefined,
  { provisionedConcurrency, release }: AliasArgs,
  child: MakeChild,
): pulumi.Resource[] {
  if (provisionedConcurrency === undefined || !alias) return [];
  const qualifier = release ? lambda.version : alias.name;
  const place = { functionName: lambda.name, qualifier };
  return provisionConcurrency(provisionedConcurrency, place, child);
}
