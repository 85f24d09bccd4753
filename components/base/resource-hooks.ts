/** Hooks of Pulumi's: what runs beside a resource's own create, update or delete. */
import * as pulumi from "@pulumi/pulumi";

/**
 * Whether hooks can be given here. Under Pulumi's mocks they can't: those say that they know them, but have no call by
 * which one is registered (`MockMonitor`, 3.248), so a resource with a hook would wait for ever.
 */
export function knowsHooks(): boolean {
  const monitor = pulumi.runtime.getMonitor() as { registerResourceHook?: unknown } | undefined;
  return typeof monitor?.registerResourceHook === "function";
}
