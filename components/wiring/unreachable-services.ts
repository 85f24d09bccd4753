/** Access that can't be used from inside the VPC: nothing leads to the service. */
import * as pulumi from "@pulumi/pulumi";
import { Access, PolicyStatement, VirtualNetwork } from "../contracts";
import { actionPrefixOf, endpointFor, HTTPS } from "./service-endpoints";

/** A function or service in the VPC. */
export interface Caller {
  readonly name: string;
  readonly component: pulumi.ComponentResource;
  /** The ports by which it reaches the internet, if any. */
  readonly egressPorts: readonly number[];
  /** What it is called in messages. Default: `function`. */
  readonly noun?: string;
  /** The argument that says whether it has egress. Default: `vpc.egress`. */
  readonly egressArgument?: string;
}

/** Reached by the gateway endpoints that every network has. */
const throughGateways = ["s3", "dynamodb"];

/**
 * Actions without a call to the service from inside the VPC: what is authorised on a connection
 * there, and roles that are handed on.
 */
const notCalled =
  /^(iam:passrole|rds-db:|dax:|kafka-cluster:|elasticache:connect|memorydb:connect|elasticfilesystem:client|es:eshttp)/;

/** Function URLs have no endpoint in a VPC (Lambda guide, "Function URLs"). */
const FUNCTION_URLS = "function URLs";

/** Warns of services that `access` grants and that the caller has no way to: its calls would time out. */
export function warnOfUnreachable(
  caller: Caller,
  network: VirtualNetwork,
  access: readonly Access[],
): void {
  if (caller.egressPorts.includes(HTTPS)) {
    return;
  }
  const reached = new Set([...throughGateways, ...network.interfaceEndpoints.map(actionPrefixOf)]);
  const called = new Set(access.flatMap(servicesCalled));
  const missing = [...called].filter((service) => !reached.has(service)).sort();
  if (missing.length > 0) {
    void pulumi.log.warn(warning(caller, network, missing), caller.component);
  }
}

function warning(caller: Caller, network: VirtualNetwork, missing: readonly string[]): string {
  const kind = caller.component.constructor.name;
  const { noun = "function" } = caller;
  const egress =
    caller.egressPorts.length > 0
      ? `the ${noun}'s egress leaves out port ${HTTPS}`
      : `the ${noun} has no egress`;
  return (
    `${kind} "${caller.name}": access to ${missing.join(", ")} can't be used, every call would time out: ` +
    `${egress}, and network "${network.connectionName}" no interface endpoint for ${missing.length === 1 ? "it" : "them"}\n` +
    `  fix: ${fix(caller, network, missing)}`
  );
}

function fix(caller: Caller, network: VirtualNetwork, missing: readonly string[]): string {
  const known = missing.flatMap((service) => endpointFor(service) ?? []);
  const list = known.map((endpoint) => `"${endpoint}"`).join(", ");
  const endpoints = `interfaceEndpoints: [${list}] for the network`;
  const egress = egressFix(caller, network);
  if (known.length === 0) {
    return egress;
  }
  return known.length === missing.length
    ? `${endpoints}, or ${egress}`
    : `${egress}; ${endpoints} helps with those alone`;
}

function egressFix(caller: Caller, { egress }: VirtualNetwork): string {
  const { egressPorts, noun = "function", egressArgument = "vpc.egress" } = caller;
  if (egressPorts.length > 0) {
    return `${HTTPS} among ${egressArgument}.ports`;
  }
  const mode = egress.mode === "none" ? 'an egress mode such as "single" for the network and ' : "";
  const wanted = egressArgument.split(".").reduceRight((inner, key) => {
    return inner === "true" ? `${key}: true` : `${key}: { ${inner} }`;
  }, "true");
  return `${mode}${wanted} for the ${noun}`;
}

/** The services that are called with what is granted, by the prefix of their actions. */
function servicesCalled({ statements }: Access): string[] {
  const services = statements.flatMap(servicesOf);
  const others = services.filter((service) => service !== "kms");
  // Beside another service KMS is called by that one, on behalf of whoever asks for the data.
  return others.length > 0 ? others : services;
}

function servicesOf({ Effect, Action, Condition }: PolicyStatement): string[] {
  if (Effect !== "Allow" || isForFunctionUrls(Condition)) {
    return [];
  }
  return [Action]
    .flat()
    .filter((action) => typeof action === "string")
    .map((action) => action.toLowerCase())
    .filter((action) => action.includes(":") && !notCalled.test(action))
    .map((action) =>
      action === "lambda:invokefunctionurl" ? FUNCTION_URLS : action.split(":")[0],
    );
}

/** True for the second half of the right to call a function's URL. */
function isForFunctionUrls(condition: PolicyStatement["Condition"] = {}): boolean {
  return Object.values(condition).some((test) => "lambda:InvokedViaFunctionUrl" in Object(test));
}
