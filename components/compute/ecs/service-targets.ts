/** The places behind load balancers that send a service its requests. */
import type { Refuse } from "../../component";
import type { Target } from "../../contracts";
import type { ContainerPort } from "./container";
import type { ServiceArgs } from "./service";

/** Target groups of one service (Amazon ECS developer guide, "Use a Network Load Balancer for Amazon ECS"). */
const MOST_TARGETS = 5;

type Places = Pick<ServiceArgs, "target" | "moreTargets" | "port">;

/** All of them; the first one's requests come to the port that the container says. */
export function targetsOf({ target, moreTargets = [], port }: Places): readonly Target[] {
  return target ? [{ ...target, port: port ?? target.port }, ...moreTargets] : [];
}

/** What the container listens on, each once. */
export function portsOf(places: Places): readonly ContainerPort[] {
  const { port } = places;
  const own = places.target || port === undefined ? [] : [{ port, protocols: undefined }];
  const all = [...own, ...targetsOf(places)].flatMap(({ port: containerPort, protocols }) =>
    containerPort === undefined
      ? []
      : (protocols ?? ["tcp"]).map((protocol): ContainerPort => ({ containerPort, protocol })),
  );
  const keys = all.map(({ containerPort, protocol }) => `${containerPort}/${protocol}`);
  return all.filter((_, index) => keys.indexOf(keys[index]) === index);
}

/** @throws pulumi.RunError for a place that a service can't take. */
export function refuseTargets({ target, moreTargets = [], port }: Places, refuse: Refuse): void {
  const most = target ? MOST_TARGETS - 1 : 0;
  if (moreTargets.length > most) {
    const allowed = target ? `at most ${most} beside target` : "none without target";
    const fix = target ? "make a second service" : "give the first of them as target";
    throw refuse("moreTargets", moreTargets.length, allowed, fix);
  }
  const named = [
    ...(target ? ([["target", { ...target, port: port ?? target.port }]] as const) : []),
    ...moreTargets.map((each) => ["moreTargets", each] as const),
  ];
  for (const [argument, { targetType, port: requests, alternate }] of named) {
    if (targetType !== "ip") {
      const fix = 'give the target targetType: "ip"';
      throw refuse(argument, targetType, "ip, because each task has an address", fix);
    }
    if (requests === undefined) {
      throw refuse(argument, "a target without port", "a target with a port", "give it a port");
    }
    if (alternate && argument === "moreTargets") {
      const fix = "give it as target, or leave alternate out";
      throw refuse(argument, "one with a second group", "places without a second group", fix);
    }
  }
}
