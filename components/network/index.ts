/** The network: the VPC, its endpoints and flow logs, and the way out through fixed addresses. */
export * from "./address-inventory";
export * from "./egress-modes";
export * from "./existing-network";
export * from "./fixed-egress";
export * from "./flow-logs";
export * from "./network";
export * from "./ipv6-egress";
export * from "./nat-instance";
export * from "./vpc-endpoints";
