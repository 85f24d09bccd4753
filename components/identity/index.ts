/** Who uses the application. */
export * from "./accessible-user-pool";
export * from "./user-pool";
export * from "./user-pool-args";
export * from "./user-pool-triggers";
