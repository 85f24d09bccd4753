/** What wears an address that is brought in, as far as AWS tells. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

type Tags = Readonly<Record<string, string>> | undefined;

/** How EC2 describes the network interface of a zonal NAT gateway (VPC guide, "NAT gateway basics"). */
const NAT_GATEWAY = /\b(nat-[0-9a-f]{8,17})\b/;

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
    const [gateway] = NAT_GATEWAY.exec(found.description) ?? [];
    const tags = gateway
      ? (await aws.ec2.getNatGateway({ id: gateway }, options)).tags
      : found.tags;
    return isOfThisStack(tags)
      ? undefined
      : `${gateway ? `NAT gateway ${gateway}` : `network interface ${id} (${found.description})`}${named(tags)}`;
  } catch {
    return undefined; // it has gone meanwhile, or may not be looked at: AWS answers in the update
  }
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
