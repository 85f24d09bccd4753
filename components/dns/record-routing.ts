/** How several records of one name share its queries. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Refuse } from "../component";

/**
 * What decides which record of a name is answered: its share of the weights, the region that is nearest
 * by network, whether it is the first choice or stands in for it, or chance among up to eight healthy
 * ones. All records of one name and type have the same kind.
 */
export type Routing =
  | {
      /** Share of the queries, as a part of the sum of all weights: 0 to 255. */
      readonly weight: number;
    }
  | {
      /** Region that the record's target stands in: who is nearest to it gets this record. */
      readonly latency: pulumi.Input<string>;
    }
  | { readonly failover: "primary" | "secondary" }
  | { readonly multivalue: true };

/** What tells Route 53 whether a record may be answered. */
export interface RecordHealth {
  readonly healthCheckId: pulumi.Output<string>;
}

/** What records with neighbours of the same name have in addition. */
export interface RoutedArgs {
  /** Which of several records of this name is answered. Default: there is only this one. */
  routing?: Routing;
  /**
   * Name that tells this record from the others of its name and type, at most 128 characters. Needed with
   * `weight` and `multivalue`. Default: the region with `latency`, `primary` or `secondary` with `failover`.
   */
  identifier?: string;
  /** Answers with the record only while this is healthy. Needed for the primary one of a failover that is no alias. Default: none. */
  healthCheck?: RecordHealth;
}

type RoutingArgs = Pick<
  aws.route53.RecordArgs,
  | "weightedRoutingPolicies"
  | "latencyRoutingPolicies"
  | "failoverRoutingPolicies"
  | "multivalueAnswerRoutingPolicy"
  | "setIdentifier"
  | "healthCheckId"
>;

/** The record's routing in the provider's words; nothing where it is alone. */
export function routingArgs(args: RoutedArgs): RoutingArgs {
  const { routing, healthCheck } = args;
  const healthCheckId = healthCheck?.healthCheckId;
  if (!routing) return { healthCheckId };
  const both = { healthCheckId, setIdentifier: identifierOf(args) };
  if ("weight" in routing) {
    return { ...both, weightedRoutingPolicies: [{ weight: routing.weight }] };
  }
  if ("latency" in routing) {
    return { ...both, latencyRoutingPolicies: [{ region: routing.latency }] };
  }
  if ("failover" in routing) {
    const type = routing.failover === "primary" ? "PRIMARY" : "SECONDARY";
    return { ...both, failoverRoutingPolicies: [{ type }] };
  }
  return { ...both, multivalueAnswerRoutingPolicy: true };
}

/** What tells the record apart; undefined where it is alone. */
export function identifierOf({ routing, identifier }: RoutedArgs): string | undefined {
  if (!routing || identifier !== undefined) return identifier;
  if ("failover" in routing) return routing.failover;
  return "latency" in routing && typeof routing.latency === "string" ? routing.latency : undefined;
}

/** @throws what `refuse` makes, where records could not be told apart or one is never taken out */
export function refuseUnroutable(args: RoutedArgs, isAlias: boolean, refuse: Refuse): void {
  const { routing, identifier, healthCheck } = args;
  if (!routing && identifier !== undefined) {
    throw refuse(
      "identifier",
      identifier,
      "none without routing, where a name has one record",
      "add routing, such as { weight: 50 }, or remove identifier",
    );
  }
  if (!routing) return;
  if (identifierOf(args) === undefined) {
    throw refuse(
      "identifier",
      identifier,
      "a name for each record of a name",
      'add identifier: "blue"',
    );
  }
  if ("multivalue" in routing && isAlias) {
    throw refuse(
      "routing",
      routing,
      "weight, latency or failover for an alias, which can't be one of several answers",
      "choose another routing, or records with addresses",
    );
  }
  if ("failover" in routing && routing.failover === "primary" && !isAlias && !healthCheck) {
    throw refuse(
      "healthCheck",
      healthCheck,
      "a health check on the primary record: without one it is always answered",
      'add healthCheck: new HealthCheck("name", { host, path })',
    );
  }
}
