/** What wears an address that is brought in, as far as AWS tells. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

type Tags = Readonly<Record<string, string>> | undefined;

/** How EC2 describes the network interface of a zonal NAT gateway (VPC guide, "NAT gateway basics"). */
const NAT_GATEWAY = /\b(nat-[0-9a-f]{8,17})\b/;
/** And that of a Network Load Balancer: it "starts with "ELB net" and includes the name of the load balancer". https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html */
const LOAD_BALANCER = /^ELB net\/([\w-]+)\//;

/**
 * Names what wears an address, where that is certainly not of this stack: within a stack the places
 * and hand-overs see to the order, and beyond it nothing does. Undefined where the address is free,
 * where this stack wears it, as it does from the first update on, and where AWS doesn't say: the
 * addresses of a regional gateway have no network interface.
 */
export async function foreignWearer(
  { networkInterfaceId: id }: Pick<aws.ec2.GetElasticIpResult, "networkInterfaceId">,
  options: pulumi.InvokeOptions,
): Promise<string | undefined> {
  if (!id) {
    return undefined;
  }
  try {
    const found = await aws.ec2.getNetworkInterface({ id }, options);
    const { what, tags } = await wearerBehind(id, found, options);
    return isOfThisStack(tags) ? undefined : `${what}${named(tags)}`;
  } catch {
    return undefined; // it has gone meanwhile, or may not be looked at: AWS answers in the update
  }
}

/** An interface that AWS made for something has no tags of its own. */
async function wearerBehind(
  id: string,
  { description, tags }: aws.ec2.GetNetworkInterfaceResult,
  options: pulumi.InvokeOptions,
): Promise<{ what: string; tags: Tags }> {
  const [gateway] = NAT_GATEWAY.exec(description) ?? [];
  if (gateway) {
    const found = await aws.ec2.getNatGateway({ id: gateway }, options);
    return { what: `NAT gateway ${gateway}`, tags: found.tags };
  }
  const [, balancer] = LOAD_BALANCER.exec(description) ?? [];
  if (balancer) {
    const found = await aws.lb.getLoadBalancer({ name: balancer }, options);
    return { what: `load balancer ${balancer}`, tags: found.tags };
  }
  return { what: `network interface ${id} (${description})`, tags };
}

/** By the tags that everything here has; one that a transform took away or a provider does not give is made up for by the others. */
function isOfThisStack({ Project: project, Stack: stack, Layer: layer }: NonNullable<Tags> = {}) {
  return stack === undefined
    ? layer !== undefined || project === pulumi.getProject()
    : stack === pulumi.getStack();
}

function named({ Name: name, Project: project, Stack: stack }: NonNullable<Tags> = {}): string {
  const known = [name, project && `project ${project}`, stack && `stack ${stack}`];
  const text = known.filter((part) => part).join(", ");
  return text === "" ? "" : ` (${text})`;
}
