/** Which stores the nightly backup takes, where a stack has one. */

/** The tag that the backup looks for. */
export const nightly = { key: "Backup", value: "nightly" };

/**
 * Tags of a store that is backed up every night.
 *
 * @example
 * new Table("orders", { hashKey: "orderId", transform: { table: { tags: backedUp } } });
 */
export const backedUp: Readonly<Record<string, string>> = { [nightly.key]: nightly.value };
