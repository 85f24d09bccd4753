/** What is agreed on between the functions of this feature. */
import * as z from "zod/mini";

/** Sizes that the lab prints, in centimetres. */
const printSizes = ["10x15", "13x18", "20x30"];
const maximumCopies = 50;

const sizesAllowed = `one of ${printSizes.join(", ")}`;
const copiesAllowed = `a whole number from 1 to ${maximumCopies}`;
const copies = z
  .number({ error: copiesAllowed })
  .check(
    z.int({ error: copiesAllowed }),
    z.minimum(1, { error: copiesAllowed }),
    z.maximum(maximumCopies, { error: copiesAllowed }),
  );

/** What somebody wants printed. */
export const printWish = z.object(
  { size: z.enum(printSizes, { error: sizesAllowed }), copies: z._default(copies, 1) },
  { error: "an object with size and copies" },
);
export type PrintWish = z.output<typeof printWish>;

/** The same from a query string, where everything is text. */
export const printWishQuery = z.object({
  size: z.enum(printSizes, { error: sizesAllowed }),
  copies: z._default(z.pipe(z.coerce.number({ error: copiesAllowed }), copies), 1),
});

/** Event of the function order-print. */
export const printOrder = z.object({
  ...printWish.shape,
  idempotencyKey: z.string().check(z.minLength(8), z.maxLength(64)),
  photoUrl: z.url({ protocol: /^https$/ }),
});
export type PrintOrder = z.output<typeof printOrder>;

/** What a print costs. */
export const printPrice = z.object({
  /** In the currency's smallest unit, such as cents. */
  amount: z.number().check(z.int(), z.minimum(0)),
  /** ISO 4217, such as EUR. */
  currency: z.string().check(z.regex(/^[A-Z]{3}$/)),
});
export type PrintPrice = z.output<typeof printPrice>;
