/** Size, cold start and build time of inline handlers; prints its own tables, side by side. */
import { benchHandlers } from "./handlers";
import type { Figure } from "./run";

export default async function handlers(): Promise<Figure[]> {
  await benchHandlers();
  return [];
}
