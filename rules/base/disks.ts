/** The disks that a resource has, in one vocabulary: a volume and a server name them differently. */
import { ec2 } from "./types/ec2";
import { unknown, type Inputs, type Plain } from "./rule";
import { isRecord, valuesAt, type Place } from "./values";

/** What EBS makes of a volume for which no type is given; a server's disks then have their image's. */
const DEFAULT_TYPE = "gp2";

const properties = ["size", "type", "iops", "throughput", "encrypted"] as const;
type Property = (typeof properties)[number];

export type Disk = Readonly<Record<Property, Plain>> & {
  /** Path of the argument, such as `rootBlockDevice.volumeSize`. */
  readonly pathOf: (property: Property) => string;
};

/** Where each type has its disks; a volume is one itself. */
const places: Readonly<Record<string, readonly string[]>> = {
  [ec2.volume]: [],
  [ec2.instance]: ["rootBlockDevice", "ebsBlockDevices.*"],
  [ec2.launchTemplate]: ["blockDeviceMappings.*.ebs"],
};

/** The types that have disks. */
export const withDisks: readonly string[] = Object.keys(places);

export function disksOf(resourceType: string, inputs: Inputs): Disk[] {
  if (resourceType === ec2.volume) {
    const volume = diskAt({ path: "", value: inputs }, (property) => property);
    return [{ ...volume, type: volume.type ?? DEFAULT_TYPE }];
  }
  const serverNames = { size: "volumeSize", type: "volumeType" } as const;
  return (places[resourceType] ?? [])
    .flatMap((path) => valuesAt(inputs, path))
    .filter((place) => isRecord(place.value) || isWithoutSystemDisk(place))
    .map((place) =>
      diskAt(place, (property) =>
        property === "size" || property === "type" ? serverNames[property] : property,
      ),
    );
}

/** An instance has a disk with the system whether or not the program speaks of it. */
function isWithoutSystemDisk({ path, value }: Place): boolean {
  return path === "rootBlockDevice" && value !== unknown;
}

function diskAt({ path, value }: Place, nameOf: (property: Property) => string): Disk {
  const given = isRecord(value) ? value : {};
  const pathOf = (property: Property) =>
    path === "" ? nameOf(property) : `${path}.${nameOf(property)}`;
  const found = properties.map((property) => [property, given[nameOf(property)]] as const);
  return { ...(Object.fromEntries(found) as Record<Property, Plain>), pathOf };
}
