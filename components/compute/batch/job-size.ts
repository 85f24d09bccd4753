/** How large a job is. */
import type { ContainerArgs } from "../ecs/container";

/** A virtual CPU in units, and the least that servers give a job. */
export const VIRTUAL_CPU = 1_024;

/** What the arguments say, or the least that there is: of Fargate a quarter of a virtual CPU, of servers a whole one. */
export function jobSize({
  servers,
  cpu = servers ? VIRTUAL_CPU : 256,
  memory = 512,
}: Pick<ContainerArgs, "cpu" | "memory"> & { servers?: object }) {
  return { cpu, memory };
}
