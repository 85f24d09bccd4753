/** What the stack's configuration keeps as secrets. */
import * as pulumi from "@pulumi/pulumi";

/** The keys written as `secure:`, whole or in part, with their namespace. The SDK knows them but does not declare it. */
export function secretConfigurationKeys(): string[] {
  const { isConfigSecret } = pulumi.runtime as unknown as {
    isConfigSecret(key: string): boolean;
  };
  return Object.keys(pulumi.runtime.allConfig())
    .filter((key) => isConfigSecret(key))
    .sort();
}
