/** What the arguments of a service say together that can't be. */
import { Refuse } from "../../component";
import { refuseCount, refuseShare } from "../scaling-bounds";
import { refuseContainer } from "./container";
import type { ServiceArgs } from "./service";
import { refuseScaling } from "./service-scaling";
import { refuseTargets } from "./service-targets";
import { refuseDeployment } from "./traffic-shift";

/** @throws pulumi.RunError for the first contradiction. */
export function refuseContradictions(args: ServiceArgs, refuse: Refuse): void {
  const { target, queue, scaling, count, spotShare = 0 } = args;
  const { deployment = { strategy: "rolling" as const } } = args;
  refuseContainer(args, refuse);
  refuseDeployment(deployment, target, refuse);
  if (target && queue) {
    const allowed = "a target for requests or a queue for messages, not both";
    throw refuse("queue", queue.logicalName, allowed, "make two services");
  }
  refuseTargets(args, refuse);
  if (queue && args.environment && "QUEUE_URL" in args.environment) {
    const allowed = "no variable QUEUE_URL beside queue, which sets it";
    throw refuse("environment", "QUEUE_URL", allowed, "rename the variable");
  }
  refuseCapacity(args, refuse);
  refuseCount(count, scaling, refuse);
  refuseShare(spotShare, refuse);
  if (scaling) {
    const shifts = target?.alternate !== undefined;
    refuseScaling(scaling, { target, queue, shifts }, refuse);
  }
  if (args.exec && !args.writableRoot) {
    throw refuse(
      "exec",
      true,
      "exec beside writableRoot: true: the agent that runs commands writes to the root file system",
      "set writableRoot to true, or leave exec out",
    );
  }
}

/** What servers have not, and what has no servers. */
function refuseCapacity(
  { capacity, cluster, spotShare, storage }: ServiceArgs,
  refuse: Refuse,
): void {
  if (capacity !== "servers") {
    return;
  }
  if (!cluster?.serverProvider) {
    const fix = "pass cluster: new Cluster(name, { servers: { network, max: 4 } })";
    throw refuse("capacity", capacity, "fargate, where no cluster with servers is given", fix);
  }
  if (spotShare !== undefined) {
    const fix = "give spotShare to the cluster's servers";
    throw refuse("spotShare", spotShare, "none on servers, which have a share of their own", fix);
  }
  if (storage !== undefined) {
    const fix = "give rootVolume to the cluster's servers, or mount a volume";
    throw refuse("storage", storage, "none on servers, whose disk tasks share", fix);
  }
}
