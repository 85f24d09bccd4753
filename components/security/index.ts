/**
 * Keys and secrets. `secret-value.ts` is not among them: handlers import it by its own path, so that
 * nothing of Pulumi is bundled with them.
 */
export * from "./encryption-key";
export * from "./origin-secret";
export * from "./secret";
export * from "./waf";
