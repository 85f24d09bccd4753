/** Versions that nothing uses any more. */
import {
  DeleteFunctionCommand,
  LambdaClient,
  paginateListAliases,
  paginateListVersionsByFunction,
} from "@aws-sdk/client-lambda";

/**
 * Deletes all versions but the newest `keep` and those that an alias points to. Each version takes its
 * package out of the 75 GB that an account has in a region ("Lambda quotas").
 *
 * @returns the versions that were deleted
 */
export async function removeOldVersions(
  client: LambdaClient,
  functionName: string,
  keep: number,
): Promise<string[]> {
  const versions = await versionsOf(client, functionName);
  const used = await versionsInUse(client, functionName);
  const newest = versions.sort((a, b) => Number(b) - Number(a)).slice(0, keep);
  const old = versions.filter((version) => !newest.includes(version) && !used.has(version));
  for (const version of old) {
    const which = { FunctionName: functionName, Qualifier: version };
    await client.send(new DeleteFunctionCommand(which));
  }
  return old;
}

async function versionsOf(client: LambdaClient, functionName: string): Promise<string[]> {
  const found: string[] = [];
  const pages = paginateListVersionsByFunction({ client }, { FunctionName: functionName });
  for await (const { Versions = [] } of pages) {
    found.push(...Versions.flatMap(({ Version }) => Version ?? []));
  }
  return found.filter((version) => version !== "$LATEST");
}

async function versionsInUse(client: LambdaClient, functionName: string): Promise<Set<string>> {
  const used = new Set<string>();
  for await (const { Aliases = [] } of paginateListAliases(
    { client },
    { FunctionName: functionName },
  )) {
    for (const { FunctionVersion, RoutingConfig } of Aliases) {
      if (FunctionVersion !== undefined) used.add(FunctionVersion);
      Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {}).forEach((one) => used.add(one));
    }
  }
  return used;
}
