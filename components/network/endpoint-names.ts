/** Which names interface endpoints may have. */
import * as pulumi from "@pulumi/pulumi";
import { Component, Refuse } from "../component";
import { isKnownEndpoint, knownEndpoints } from "../wiring/service-endpoints";

const LIST_ENDPOINTS =
  "list them with: aws ec2 describe-vpc-endpoint-services --query ServiceNames --region <region>";
const allowed =
  "the last part of an endpoint's name, of a-z, 0-9, - and ., such as secretsmanager or ecr.api";

/** Refuses names that can't be the last part of one. */
export function refuseWrongEndpoints(
  argument: string,
  services: readonly string[],
  refuse: Refuse,
): void {
  for (const service of services) {
    const [, last] = /^com\.amazonaws\.[^.]+\.(.+)$/.exec(service) ?? [];
    if (last !== undefined) {
      throw refuse(argument, service, allowed, `write "${last}"`);
    }
    if (!/^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(service)) {
      throw refuse(argument, service, allowed, LIST_ENDPOINTS);
    }
  }
}

/** Warns of names that may be misspelt: AWS adds services all the time, so they are not refused. */
export function warnOfUnknownEndpoints(services: readonly string[], component: Component): void {
  for (const service of services.filter((name) => !isKnownEndpoint(name))) {
    const alike = knownEndpoints.filter((known) => known[0] === service[0]);
    const text =
      `${component.constructor.name} "${component.logicalName}": interfaces has "${service}", which is no endpoint that is known here; ` +
      `known: ${(alike.length > 0 ? alike : knownEndpoints).join(", ")}\n` +
      `  fix: correct the name, or leave it where AWS has one of this name; ${LIST_ENDPOINTS}`;
    void pulumi.log.warn(text, component);
  }
}
