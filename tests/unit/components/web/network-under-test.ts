import { VirtualNetwork } from "../../../../components/contracts";
import { Network } from "../../../../components/network";
import type { Program } from "../../../../preview/host/in-process";
import { Plan, previewStack } from "../../../../preview/testing";

/** The preview of a program in the region of that VPC. */
export function previewHere(program: Program): Promise<Plan> {
  return previewStack(program, { config: { "aws:region": "eu-west-1" } });
}

/** A VPC of two zones. */
export function network(): VirtualNetwork {
  return new Network("network", { zones: ["eu-west-1a", "eu-west-1b"] });
}
