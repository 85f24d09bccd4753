/** The place of containers and servers in the VPC. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { recording } from "../base/recording";
import { MakeChild, Refuse } from "../component";
import { Access, VirtualNetwork } from "../contracts";
import { connectAll, openToInternet, reachInternet, reachServices } from "../wiring/connections";
import { HTTPS } from "../wiring/service-endpoints";
import { warnOfUnreachable } from "../wiring/unreachable-services";
import type { ContainerArgs, PulledImage } from "./ecs/container";

export interface Egress {
  /** True to reach the internet over HTTPS, through the network's fixed addresses; `{ ports }` for other TCP ports. False: the isolated subnets, which need endpoints for what AWS does there. Default: true where the network has egress. */
  egress?: boolean | { readonly ports: readonly number[] };
}

export interface PlacementNeeds {
  readonly name: string;
  readonly component: pulumi.ComponentResource;
  readonly network: VirtualNetwork;
  /** What the containers do. */
  readonly access: readonly Access[];
  /** What AWS does in the task's network before and beside them: images, logs, secrets. */
  readonly starting: readonly Access[];
  /** Interface endpoints without which no task starts where it has no egress. */
  readonly endpoints: readonly string[];
  /** True for an image that lies outside of AWS. */
  readonly publicImage: boolean;
  /** What runs, in messages. Default: `service`. */
  readonly noun?: string;
  /** What stands behind the security group, in its description. Default: `Tasks`. */
  readonly members?: string;
  /** True for what has a public address of its own: it stands in the public subnets. Default: false. */
  readonly isPublic?: boolean;
}

export interface Place {
  readonly securityGroup: aws.ec2.SecurityGroup;
  readonly subnetIds: pulumi.Output<string[]>;
  /** The ways out, for what uses them as soon as it starts. */
  readonly ready: readonly pulumi.Resource[];
}

/** The ports of the way out. */
function egressPorts({ egress }: Egress, { network, isPublic }: PlacementNeeds): readonly number[] {
  const wanted = egress ?? (isPublic || network.egress.mode !== "none");
  return wanted === true ? [HTTPS] : wanted ? wanted.ports : [];
}

/** The interface endpoints without which no task starts where it has no egress. */
export function startingEndpoints(
  image: PulledImage,
  secrets: ContainerArgs["secrets"] = {},
): { endpoints: string[]; publicImage: boolean } {
  const isInEcr = image.repositoryArn !== undefined;
  return {
    endpoints: [
      ...(isInEcr ? ["ecr.api", "ecr.dkr"] : []),
      "logs",
      ...(Object.keys(secrets).length > 0 ? ["secretsmanager"] : []),
    ],
    publicImage: !isInEcr,
  };
}

/** Layers of images and Amazon Linux's packages lie in buckets of AWS's own, which the gateway endpoint leads to. */
const packages: Access = {
  statements: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }],
};

/**
 * Makes the security group, which nobody reaches, and its ways out; answers with the subnets.
 *
 * @throws pulumi.RunError where tasks could not pull their image or write their log
 */
export function placeTasks(
  needs: PlacementNeeds,
  egress: Egress,
  make: MakeChild,
  refuse: Refuse,
): Place {
  const { child, made: ready } = recording(make);
  const { name, component, network, access } = needs;
  const ports = egressPorts(egress, needs);
  if (!ports.includes(HTTPS)) {
    refuseUnreachable(needs, refuse);
  }
  const securityGroup = child(aws.ec2.SecurityGroup, "security-group", {
    vpcId: network.vpcId,
    description: `${needs.members ?? "Tasks"} of ${name}`,
  });
  const from = { name, securityGroupId: securityGroup.id };
  connectAll(from, access, child);
  reachServices(from, network, [...access, ...needs.starting, packages], child);
  const { noun = "service" } = needs;
  const caller = { component, name, egressPorts: ports, noun, egressArgument: "egress" };
  warnOfUnreachable(caller, network, access);
  if (needs.isPublic) {
    openToInternet(from, child, ports);
    return { securityGroup, subnetIds: network.publicSubnetIds, ready };
  }
  if (ports.length > 0) {
    reachInternet(from, network, child, ports);
  }
  const subnetIds = ports.length > 0 ? network.privateSubnetIds : network.isolatedSubnetIds;
  return { securityGroup, subnetIds, ready };
}

function refuseUnreachable(
  { network, endpoints, publicImage }: PlacementNeeds,
  refuse: Refuse,
): void {
  const missing = endpoints.filter((name) => !network.interfaceEndpoints.includes(name));
  if (publicImage || missing.length > 0) {
    const list = missing.map((name) => `"${name}"`).join(", ");
    const allowed = publicImage
      ? "egress over HTTPS, because the image lies outside of AWS's private network"
      : `egress over HTTPS, or interface endpoints for ${missing.join(", ")}, without which no task starts`;
    const way =
      network.egress.mode === "none"
        ? 'give the network an egress mode such as "single"'
        : "set egress to true";
    throw refuse(
      "egress",
      false,
      allowed,
      publicImage ? way : `${way}, or interfaceEndpoints: [${list}] for the network`,
    );
  }
}
