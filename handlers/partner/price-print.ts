/** Asks the lab for a price. Runs in the VPC, behind the fixed IP addresses that the lab lets in. */
import * as z from "zod/mini";
import type { Value } from "../value";
import { callPrintLab, type LabConnection, PrintLabAnswerInvalid } from "./print-lab";
import { printPrice, type PrintPrice, printWish, type PrintWish } from "./print-order";

/**
 * The handler that is invoked synchronously with a `PrintWish`.
 *
 * @param needs `labUrl`: URL of the lab's API.
 * @param connection Another way to the lab, in tests.
 */
export function pricePrint({ labUrl }: { labUrl: Value }, connection?: LabConnection) {
  return async (event: PrintWish): Promise<PrintPrice> => {
    const { size, copies } = z.parse(printWish, event);
    const answer = await callPrintLab(
      labUrl.get(),
      { method: "GET", path: "prices", query: { size, copies: String(copies) } },
      connection,
    );
    const result = z.safeParse(printPrice, answer);
    if (!result.success) {
      throw new PrintLabAnswerInvalid(`GET prices: ${z.prettifyError(result.error)}`);
    }
    return result.data;
  };
}
