/** The resources of a stack as AWS would have them, for what only one of them can have at a time. */
import { DEFAULT_REGION, placeOf, PREVIEW_ACCOUNT, Props, Symbols } from "../../cloud-model";
import { MadeFrom, withReferences } from "../../cloud-model/claim-references";
import { LiveResource, notKnown } from "../../cloud-model/conflicts";
import { linesOf } from "../host/source-lines";
import { judgedProps } from "./judged-values";
import { Deployment, RegisteredResource } from "./registration";

/** A planned resource that AWS would have, and where the program makes it. */
export interface Claimant extends LiveResource {
  readonly stack: string;
  readonly resource: RegisteredResource;
}

interface Registered {
  readonly deployment: Deployment;
  readonly resources: ReadonlyMap<string, RegisteredResource>;
  readonly model: { readonly symbols: Symbols };
}

/** In the order of the lines that make them, so that of two the later one is blamed. */
export function claimantsOf({ deployment, resources, model }: Registered): Claimant[] {
  const made = [...resources.values()].filter(({ kind }) => kind === "custom").sort(byLine);
  const places = new Map(made.map((resource) => [resource, placeIn(resource)]));
  const accounts = new Set([...places.values()].flatMap(({ account }) => account ?? []));
  const regions = new Set([...places.values()].flatMap(({ region }) => region ?? []));
  // A resource outside of every environment stands where the credentials say: with the others, as far as is known.
  const own = {
    account: accounts.size === 1 ? [...accounts][0] : `of stack ${deployment.stack}`,
    region: regions.size > 0 ? homeRegion() : DEFAULT_REGION,
  };
  const claimants = made.map((resource): Claimant => {
    const given = claimed(resource.inputs, resource);
    const { account = own.account, region = own.region } = places.get(resource) ?? {};
    const { type, id } = resource;
    const values = claimed({ ...resource.inputs, ...resource.outputs }, resource);
    return {
      ...{ type, id: id === "" ? resource.urn : id, account, region, values, given },
      ...{ stack: deployment.stack, resource },
    };
  });
  return withFullNames(claimants);

  function placeIn({ inputs, provider }: RegisteredResource) {
    const configured = deployment.config["aws:region"] as string | undefined;
    const urn = provider.slice(0, provider.lastIndexOf("::"));
    const { region, account } = placeOf(inputs, resources.get(urn)?.inputs ?? {}, configured ?? "");
    return {
      region: region === "" ? undefined : region,
      account: account === PREVIEW_ACCOUNT ? undefined : account,
    };
  }

  /** The region that most resources are in. */
  function homeRegion(): string {
    const all = [...places.values()].map(({ region }) => region);
    const count = (region: string) => all.filter((other) => other === region).length;
    return [...regions].sort((a, b) => count(b) - count(a) || (a < b ? -1 : 1))[0];
  }

  function claimed(props: Props, { propertyDependencies }: RegisteredResource) {
    const sources = (argument: string): readonly MadeFrom[] =>
      (propertyDependencies[argument] ?? []).flatMap((urn) => resources.get(urn) ?? []);
    return withReferences(judgedProps(props, model.symbols, notKnown), sources);
  }
}

/** Route 53 puts the zone's name behind a record's, where it isn't there. */
function withFullNames(claimants: Claimant[]): Claimant[] {
  const zones = new Map(
    claimants
      .filter(({ type }) => type === "aws:route53/zone:Zone")
      .map(({ id, values }) => [id, textOf(values.name)]),
  );
  return claimants.map((claimant) => {
    const { type, values } = claimant;
    const zone = zones.get(textOf(values.zoneId) ?? "")?.replace(/\.$/, "");
    const name = textOf(values.name)?.replace(/\.$/, "");
    if (type !== "aws:route53/record:Record" || zone === undefined || name === undefined) {
      return claimant;
    }
    const isFull = name === zone || name.endsWith(`.${zone}`);
    const fqdn = isFull ? name : [name, zone].filter(Boolean).join(".");
    return { ...claimant, values: { ...values, fqdn } };
  });
}

const textOf = (value: unknown) => (typeof value === "string" ? value : undefined);

function byLine(one: RegisteredResource, other: RegisteredResource): number {
  const [a, b] = [one, other].map(({ stack }) => linesOf(stack).source);
  const [file, otherFile] = [a?.file ?? "", b?.file ?? ""];
  if (file !== otherFile) {
    return file < otherFile ? -1 : 1;
  }
  const lines = (a?.line ?? 0) - (b?.line ?? 0);
  return lines !== 0 ? lines : one.urn < other.urn ? -1 : 1;
}
