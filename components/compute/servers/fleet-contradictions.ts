/** What the arguments of a fleet say together that can't be. */
import { Refuse } from "../../component";
import { refuseCount, refuseShare } from "../scaling-bounds";
import type { FleetArgs } from "./fleet";
import { refuseFleetScaling } from "./fleet-scaling";
import { refuseRefresh } from "./instance-refresh";
import { hasNoDisks, processorOf } from "./instance-type";
import { refuseHooks } from "./lifecycle-hooks";
import { refuseServer } from "./server";

/** @throws pulumi.RunError for the first contradiction. */
export function refuseFleet(args: FleetArgs, refuse: Refuse): void {
  const { target, queue, scaling, count, spotShare = 0, instanceTypes } = args;
  refuseServer(args, refuse);
  refuseCount(count, scaling, refuse);
  refuseShare(spotShare, refuse);
  refuseRefresh(args.refresh ?? {}, refuse);
  refuseHooks(args.lifecycleHooks ?? {}, refuse);
  if (scaling) {
    refuseFleetScaling(scaling, { target, queue }, refuse);
  }
  if (target && (target.targetType !== "instance" || target.port === undefined)) {
    const fix = 'give the target targetType: "instance" and a port';
    throw refuse("target", target.targetType, "a target of instances, with a port", fix);
  }
  refuseTypes(instanceTypes, args.instanceStore !== undefined, refuse);
}

function refuseTypes(
  types: readonly string[] | undefined,
  needsDisks: boolean,
  refuse: Refuse,
): void {
  if (types?.length === 0) {
    throw refuse("instanceTypes", types, "at least one type", "leave it out for t4g.small");
  }
  const processors = new Set(types?.map(processorOf));
  if (processors.size > 1) {
    const allowed = "types for one processor, which the image is for";
    throw refuse("instanceTypes", types, allowed, "leave out those with a g, or all others");
  }
  const withoutDisks = (types ?? ["t4g.small"]).filter(hasNoDisks);
  if (needsDisks && withoutDisks.length > 0) {
    const allowed = "types with disks of their own beside instanceStore: a d after the generation";
    throw refuse("instanceTypes", withoutDisks, allowed, "choose types such as c8gd.medium");
  }
}
