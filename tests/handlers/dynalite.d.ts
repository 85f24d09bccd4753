declare module "dynalite" {
  import type { Server } from "node:http";
  /** A server that answers like DynamoDB; tables live in memory. */
  export default function dynalite(options?: { createTableMs?: number }): Server;
}
