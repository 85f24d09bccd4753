/** How a new image or setting reaches the servers of a fleet. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Refuse } from "../../component";

export interface RefreshArgs {
  /** Shares of the servers, in percent, after which it waits: time to see what the new ones do. Default: `[50]`. Limit: 1 to 99, rising; empty for none. */
  checkpoints?: readonly number[];
  /** Minutes that it waits at each. Default: 10. Limit: 1 to 2,880. */
  waitMinutes?: number;
  /** Names of alarms that send everything back. Default: none. */
  alarms?: readonly pulumi.Input<string>[];
}

const SECONDS = 60;
const DEFAULT_WAIT = 10;
/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RefreshPreferences.html */
const longestWait = 2_880;
/** A new server stands before an old one goes. */
const healthy = { minHealthyPercentage: 100, maxHealthyPercentage: 110 } as const;

/** The same for servers that are replaced because they fail or their zone has too many. */
export const instanceMaintenancePolicy = healthy;

/** @throws pulumi.RunError where checkpoints or their time are none */
export function refuseRefresh(refresh: RefreshArgs, refuse: Refuse): void {
  const { checkpoints = [], waitMinutes = DEFAULT_WAIT } = refresh;
  const areShares = checkpoints.every(
    (share, index) =>
      Number.isInteger(share) && share >= 1 && share <= 99 && share > (checkpoints[index - 1] ?? 0),
  );
  if (!areShares) {
    const allowed = "whole percent from 1 to 99, rising";
    throw refuse("refresh.checkpoints", checkpoints, allowed, "write them as [25, 50]");
  }
  if (!(Number.isInteger(waitMinutes) && waitMinutes >= 1 && waitMinutes <= longestWait)) {
    const allowed = "1 to 2,880 minutes";
    throw refuse("refresh.waitMinutes", waitMinutes, allowed, "leave it out for 10 minutes");
  }
}

/**
 * Rolling, with what failed taken back: for that the group names a version of its template by number and an
 * image by its id ("Undo changes with a manual or auto rollback", Amazon EC2 Auto Scaling user guide).
 */
export function instanceRefresh({
  checkpoints = [50],
  waitMinutes = DEFAULT_WAIT,
  alarms = [],
}: RefreshArgs = {}): aws.types.input.autoscaling.GroupInstanceRefresh {
  return {
    strategy: "Rolling",
    preferences: {
      ...healthy,
      autoRollback: true,
      // Servers that are as wanted already are left alone.
      skipMatching: true,
      // The last one has to be the whole, else the rest would stay as it was.
      checkpointPercentages: checkpoints.length > 0 ? [...checkpoints, 100] : [],
      ...(checkpoints.length > 0 && { checkpointDelay: String(waitMinutes * SECONDS) }),
      ...(alarms.length > 0 && { alarmSpecification: { alarms: [...alarms] } }),
      scaleInProtectedInstances: "Refresh",
      standbyInstances: "Terminate",
    },
  };
}
