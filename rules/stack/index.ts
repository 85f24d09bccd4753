/** Rules that judge the resources of a stack together. */
import type { StackRule } from "../rule";
import { addressStackRules } from "./addresses";
import { callerStackRules } from "./callers";
import { concurrencyStackRules } from "./concurrency";
import { edgeStackRules } from "./edge";
import { egressStackRules } from "./egress";
import { egressBypassStackRules } from "./egress-bypass";
import { functionNetworkStackRules } from "./function-network";
import { natGatewayStackRules } from "./nat-gateways";
import { notificationStackRules } from "./notifications";
import { queueStackRules } from "./queues";
import { recursionStackRules } from "./recursion";
import { streamStackRules } from "./streams";

export const stackRules: readonly StackRule[] = [
  ...concurrencyStackRules,
  ...callerStackRules,
  ...functionNetworkStackRules,
  ...recursionStackRules,
  ...queueStackRules,
  ...streamStackRules,
  ...notificationStackRules,
  ...edgeStackRules,
  ...addressStackRules,
  ...natGatewayStackRules,
  ...egressStackRules,
  ...egressBypassStackRules,
];
