/**
 * The deployment engine's rules for registrations, without gRPC and without providers: option
 * inheritance, the order of transforms, dependencies, default providers, duplicates, remote
 * components. How it behaves is what the real engine (3.250) was measured to do.
 */
import {
  CloudModel,
  fromOutputValues,
  mapProps,
  placeOf,
  Props,
  toOutputValues,
  UNKNOWN,
  Value,
  withSecretOutputs,
} from "../../cloud-model";
import { missingFile, storedAssets } from "./assets";
import { changedKeys, dependenciesOf, sortedLists, withPropertyDependencies } from "./dependencies";
import { AskProvider, checkDynamic } from "./dynamic-check";
import { FindingLog } from "./findings";
import {
  Deployment,
  NO_OPTIONS,
  Options,
  Registered,
  RegisteredResource,
  Registration,
  STACK_REFERENCE_TYPE,
  Transform,
} from "./registration";
import { constructRemote } from "./remote-registration";
import { providerVersion } from "./options";
import { configOf } from "./provider-config";
import { ResourceTransforms } from "./resource-transforms";
import { stackReference } from "./stack-reference";
import { aliasUrns, isProviderType, packageOf, qualifiedType, urnOf } from "./urns";

export class Engine {
  readonly resources = new Map<string, RegisteredResource>();
  readonly findings = new FindingLog();
  readonly packages = new Map<string, { name: string; version: string }>();
  readonly stackTransforms: Transform[] = [];
  readonly invokeTransforms: ((token: string, args: Props) => Promise<Props>)[] = [];
  /** Counts for the report on how true the plan is. */
  readonly counts = { invokesWithoutFixture: 0, opaqueComponents: 0 };
  private readonly transforms = new ResourceTransforms(this.resources);
  private readonly componentProviders = new Map<string, Record<string, string>>();

  constructor(
    readonly deployment: Deployment,
    readonly model: CloudModel,
    /** Asks providers that the program itself writes; without it their resources stay unchecked. */
    readonly askProvider?: AskProvider,
  ) {}

  async register(request: Registration): Promise<Registered> {
    const r = { ...request, options: { ...request.options } };
    this.inheritOptions(r);

    // Everything a transform sees is an output value. Dependencies are only added to them when the
    // resource has transforms of its own, not when it merely falls under its parent's or the stack's.
    const hasOwnTransforms = r.transforms.length > 0;
    const missing = new Set<string>();
    const stored = (value: Value) => storedAssets(value, this.deployment.workingFolder, missing);
    const before = mapProps(r.props, (value) => stored(toOutputValues(value)));
    let props = hasOwnTransforms
      ? withPropertyDependencies(before, r.propertyDependencies)
      : before;
    if (r.custom || r.remote) {
      r.options.provider = this.findProvider(r);
    }
    const own = this.transforms.own(r);
    let options = r.options;
    for (const transform of [
      ...own,
      ...this.transforms.inherited(r.parent),
      ...this.stackTransforms,
    ]) {
      ({ props, options } = await transform({ ...r, props, options }));
    }
    props = mapProps(props, stored);
    if (!r.custom) {
      const inherited = this.componentProviders.get(r.parent);
      options = { ...options, providers: { ...inherited, ...options.providers } };
    }

    const { dependencies, propertyDependencies } = dependenciesOf(r, props, options);
    const needsProvider = (r.custom && !isProviderType(r.type)) || r.remote;
    const provider = needsProvider
      ? options.provider || this.defaultProvider(packageOf(r.type), this.packageVersion(r, options))
      : "";
    const resource: RegisteredResource = {
      urn: urnOf(this.deployment, r.parent, r.type, r.name),
      type: r.type,
      name: r.name,
      kind: isProviderType(r.type) ? "provider" : r.custom ? "custom" : "component",
      remote: false,
      modelled: false,
      parent: r.parent,
      provider,
      id: "",
      inputs: { ...mapProps(props, fromOutputValues), ...providerVersion(r.type, options) },
      outputs: {},
      dependencies: [...dependencies].sort(),
      propertyDependencies: sortedLists(propertyDependencies),
      aliases: this.aliases(r, options),
      options,
      transformed: changedKeys(before, props),
      stack: r.stack.length > 0 ? r.stack : (this.resources.get(r.parent)?.stack ?? []),
    };
    missing.forEach((file) => this.findings.add(missingFile(file, resource)));
    await checkDynamic(resource, this);
    return r.remote ? this.construct(resource, props, dependencies) : this.add(resource, own);
  }

  async read(
    request: Pick<Registration, "type" | "name" | "parent" | "props" | "stack" | "options">,
    id: string,
  ): Promise<Registered> {
    const { type, name, parent, props, options, stack } = request;
    const provider = options.provider || this.defaultProvider(packageOf(type), options.version);
    const resource: RegisteredResource = {
      urn: urnOf(this.deployment, parent, type, name),
      ...{ type, name, kind: "read", remote: false, modelled: false, parent, provider, id },
      ...{ inputs: props, outputs: {}, dependencies: [...options.dependsOn].sort() },
      ...{ propertyDependencies: {}, aliases: [], options, transformed: [], stack },
    };
    const outputs =
      type === STACK_REFERENCE_TYPE
        ? await stackReference(resource, String(props.name ?? id), this)
        : this.model.create({
            ...{ type, name, urn: resource.urn, inputs: props, id },
            ...this.place(props, provider),
          }).outputs; // it exists, so a real preview would know all its values
    resource.outputs = withSecretOutputs(outputs, options.additionalSecretOutputs);
    this.store(resource);
    return { urn: resource.urn, id, outputs: resource.outputs, outputDependencies: {} };
  }

  registerOutputs(urn: string, outputs: Props): void {
    const resource = this.resources.get(urn);
    if (resource) {
      resource.outputs = outputs;
    }
  }

  async invoke(token: string, given: Props, provider: string, version: string): Promise<Props> {
    if (token === "pulumi:pulumi:getResource") {
      return this.getResource(String(given.urn));
    }
    let args = given;
    for (const transform of this.invokeTransforms) {
      args = await transform(token, args);
    }
    const asked = provider || this.defaultProvider(packageOf(token), version);
    const answer = this.model.invoke({ token, args, ...this.place(args, asked) });
    if (answer.from !== "fixture") {
      this.counts.invokesWithoutFixture += 1;
      const what = answer.from === "shape" ? "values of the right form, made up" : "empty";
      this.findings.add({
        rule: "invoke-without-fixture",
        severity: "info",
        message: `${token}: only AWS knows the answer; it is ${what}`,
      });
    }
    return answer.result;
  }

  private getResource(urn: string): Props {
    const resource = this.resources.get(urn);
    if (!resource) {
      throw new Error(`unknown resource ${urn}`);
    }
    this.defaultProvider("pulumi", "");
    return { urn, id: resource.id, state: resource.outputs };
  }

  private inheritOptions(r: Registration): void {
    const parent = this.resources.get(r.parent);
    if (!parent) {
      return;
    }
    const { options } = r;
    options.protect ??= parent.options.protect;
    options.retainOnDelete ??= parent.options.retainOnDelete;
    options.deletedWith ||= parent.options.deletedWith;
    const providerType = `pulumi:providers:${packageOf(r.type)}`;
    const samePackage = qualifiedType(parent.provider).endsWith(providerType);
    if (options.provider === "" && ((!r.remote && !r.custom) || samePackage)) {
      options.provider = parent.provider;
    }
  }

  private findProvider(r: Registration): string {
    const name = packageOf(r.type);
    const inherited = this.componentProviders.get(r.parent)?.[name];
    return r.options.provider || r.options.providers[name] || inherited || "";
  }

  private packageVersion(r: Registration, options: Options): string {
    return this.packages.get(r.packageRef)?.version ?? options.version;
  }

  private defaultProvider(name: string, version: string): string {
    const resourceName = version === "" ? "default" : `default_${version.replace(/[.+-]/g, "_")}`;
    const type = `pulumi:providers:${name}`;
    const urn = urnOf(this.deployment, "", type, resourceName);
    let resource = this.resources.get(urn);
    if (!resource) {
      const inputs: Props = {
        ...(version === "" ? {} : { version }),
        ...configOf(name, this.deployment),
      };
      resource = {
        ...{ urn, type, name: resourceName, kind: "provider", remote: false, modelled: false },
        ...{ parent: "", provider: "", id: "", inputs, outputs: inputs, dependencies: [] },
        ...{ propertyDependencies: {}, aliases: [], options: NO_OPTIONS },
        ...{ transformed: [], stack: [] },
      };
      resource.id = this.compute(resource).id;
      this.resources.set(urn, resource);
    }
    return `${urn}::${resource.id || UNKNOWN}`;
  }

  /** A remote component: its provider would now register it again, and its children. */
  private construct(
    request: RegisteredResource,
    args: Props,
    dependencies: ReadonlySet<string>,
  ): Promise<Registered> {
    return constructRemote(
      {
        engine: this,
        region: (component) => {
          const provider = this.componentProviders.get(component)?.aws;
          const version = this.model.schemas.version("aws");
          return this.place({}, provider ?? this.defaultProvider("aws", version)).region;
        },
        outputs: (component) => this.compute({ ...request, inputs: {}, urn: component }).outputs,
      },
      request,
      args,
      dependencies,
    );
  }

  private add(resource: RegisteredResource, transforms: Transform[]): Registered {
    if (resource.kind !== "component") {
      const { id, outputs } = this.compute(resource, resource.options.import || undefined);
      resource.id = id;
      resource.outputs = withSecretOutputs(outputs, resource.options.additionalSecretOutputs);
    }
    if (this.store(resource)) {
      this.transforms.keep(resource.urn, transforms);
      if (resource.kind === "component") {
        this.componentProviders.set(resource.urn, resource.options.providers);
      }
    }
    const { urn, id, outputs } = resource;
    return { urn, id, outputs, outputDependencies: {} };
  }

  /** Keeps the first of two resources with one URN. The program goes on, so that one run reports all. */
  private store(resource: RegisteredResource): boolean {
    const first = this.resources.get(resource.urn);
    if (first) {
      this.findings.duplicate(first, resource);
      return false;
    }
    this.resources.set(resource.urn, resource);
    return true;
  }

  private compute(
    r: Pick<RegisteredResource, "type" | "name" | "urn" | "inputs" | "provider" | "kind">,
    standing?: string,
  ): { id: string; outputs: Props } {
    if (this.deployment.values === "unknown") {
      return { id: standing ?? "", outputs: r.kind === "provider" ? r.inputs : this.model.plan(r) };
    }
    if (r.kind === "provider") {
      return { id: this.model.symbols.digits(r.urn, "id", 17), outputs: r.inputs };
    }
    const { type, name, urn, inputs } = r;
    const place = this.place(inputs, r.provider);
    return this.model.create({ type, name, urn, inputs, id: standing, ...place });
  }

  private place(inputs: Props, provider: string) {
    const urn = provider.slice(0, provider.lastIndexOf("::"));
    const configured = this.deployment.config["aws:region"] as string | undefined;
    return placeOf(inputs, this.resources.get(urn)?.inputs ?? {}, configured);
  }

  private aliases(r: Registration, options: Options): string[] {
    const parentAliases = this.resources.get(r.parent)?.aliases ?? [];
    return aliasUrns(this.deployment, r, options.aliases, parentAliases);
  }
}
