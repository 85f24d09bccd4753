/** Orders a print at the lab. Runs in the VPC, behind the fixed IP addresses that the lab lets in. */
import * as z from "zod/mini";
import { log } from "../log";
import type { Value } from "../value";
import { callPrintLab, type LabConnection, PrintLabAnswerInvalid } from "./print-lab";
import { printOrder, type PrintOrder } from "./print-order";

const ordered = z.object({ orderId: z.string().check(z.minLength(1), z.maxLength(100)) });

/**
 * The handler that is invoked asynchronously with a `PrintOrder`.
 *
 * It may be run again with the same event: the order's idempotency key goes to the lab, which
 * prints once. What it throws, Lambda tries again twice and then gives to the failure destination.
 *
 * @param needs `labUrl`: URL of the lab's API.
 * @param connection Another way to the lab, in tests.
 * @returns The lab's order id.
 */
export function orderPrint({ labUrl }: { labUrl: Value }, connection?: LabConnection) {
  return async (event: PrintOrder): Promise<{ orderId: string }> =>
    placeOrder(labUrl.get(), z.parse(printOrder, event), connection);
}

/** Sends the lab one order; a second one with its idempotency key is the same order. */
export async function placeOrder(
  labUrl: string,
  { idempotencyKey, ...order }: PrintOrder,
  connection?: LabConnection,
): Promise<{ orderId: string }> {
  const answer = await callPrintLab(
    labUrl,
    { method: "POST", path: "orders", body: order, idempotencyKey },
    connection,
  );
  const result = z.safeParse(ordered, answer);
  if (!result.success) {
    throw new PrintLabAnswerInvalid(`POST orders: ${z.prettifyError(result.error)}`);
  }
  log("info", "print ordered", { orderId: result.data.orderId, idempotencyKey });
  return { orderId: result.data.orderId };
}
