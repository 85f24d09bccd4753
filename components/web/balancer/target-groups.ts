/** Groups of targets behind a load balancer. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Transforms } from "../../component";
import { TargetType } from "../../contracts";
import { RequestConditions } from "./conditions";

/** How a load balancer finds out whether a target works, by the provider's names. */
export type HealthCheckArgs = Omit<aws.types.input.lb.TargetGroupHealthCheck, "enabled">;

/** Which requests a rule takes, and before which other rules. */
export interface RuleArgs {
  /** The requests it takes. Default: all that no rule before it takes. */
  when?: RequestConditions;
  /** Lower ones are asked first; needed with `when`, so that one more rule moves no other. Default: 50,000, the last. Limit: 1 to 50,000, each once. */
  priority?: number;
}

export interface GroupArgs {
  /** Port that the targets listen on. */
  port: number;
  /** What registers: `ip` for containers with an interface of their own, `instance` for servers. Default: `ip`. Cannot be changed later. */
  targetType?: Exclude<TargetType, "lambda">;
  /** How targets are spoken to. Default: `HTTP`. Cannot be changed later. */
  protocol?: "HTTP" | "HTTPS";
  /** Default: `HTTP1`. Cannot be changed later. */
  protocolVersion?: "HTTP1" | "HTTP2" | "GRPC";
  /** Default: GET / every 30 seconds, healthy with status 200. */
  healthCheck?: HealthCheckArgs;
  /** Seconds that a target which leaves may finish its requests. Default: 60. Limit: 0 to 3,600. */
  deregistrationDelay?: number;
  /** Seconds in which a new target's share grows to the whole. Default: 0, at once. Limit: 0, or 30 to 900. */
  slowStart?: number;
  /** Keeps a client at its target by a cookie for this many seconds. Default: none. Limit: 1 to 604,800. */
  stickiness?: { seconds: number };
}

export interface TargetsArgs extends GroupArgs, RuleArgs {
  /** True for a second group beside the first, between which ECS shifts traffic itself. Leave it once traffic was shifted: the second group may be the one in use. Default: false. */
  alternate?: boolean;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    targetGroup: aws.lb.TargetGroupArgs;
    rule: aws.lb.ListenerRuleArgs;
    /** Of the rule on the test listener, where there are an `alternate` and such a listener. */
    testRule: aws.lb.ListenerRuleArgs;
  }>;
}

export interface FunctionRouteArgs extends RuleArgs {
  /** True to give the function lists of header and query values (`multiValueHeaders`); else of several values the last. Default: false. */
  multiValueHeaders?: boolean;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    targetGroup: aws.lb.TargetGroupArgs;
    rule: aws.lb.ListenerRuleArgs;
    permission: aws.lambda.PermissionArgs;
    attachment: aws.lb.TargetGroupAttachmentArgs;
  }>;
}

/** Seconds that most applications need to finish a request; AWS's own default is 300. */
const DEFAULT_DEREGISTRATION_DELAY = 60;
/** A day, AWS's own default; stated where stickiness is off as well. */
const DEFAULT_COOKIE_SECONDS = 86_400;

/** The port that is asked for a target's health, where it is one of its own and known here. */
export function healthPortOf({ port }: HealthCheckArgs = {}): number | undefined {
  return typeof port === "string" && /^\d+$/.test(port) ? Number(port) : undefined;
}

/** What is switched off is said: an absent block would keep what it was. */
export function targetGroupArgs(
  vpcId: pulumi.Input<string>,
  args: GroupArgs,
): aws.lb.TargetGroupArgs {
  return {
    vpcId,
    port: args.port,
    targetType: args.targetType ?? "ip",
    protocol: args.protocol ?? "HTTP",
    protocolVersion: args.protocolVersion ?? "HTTP1",
    deregistrationDelay: args.deregistrationDelay ?? DEFAULT_DEREGISTRATION_DELAY,
    slowStart: args.slowStart ?? 0,
    healthCheck: {
      enabled: true,
      protocol: args.protocol ?? "HTTP",
      ...(args.protocolVersion === "GRPC"
        ? { path: "/AWS.ALB/healthcheck", matcher: "12" }
        : { path: "/", matcher: "200" }),
      ...args.healthCheck,
    },
    stickiness: {
      enabled: args.stickiness !== undefined,
      type: "lb_cookie",
      cookieDuration: args.stickiness?.seconds ?? DEFAULT_COOKIE_SECONDS,
    },
  };
}
