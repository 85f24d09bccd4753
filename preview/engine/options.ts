/** Resource options, aliases and hooks between the protocol's messages and the engine's words. */
import * as aliasProto from "@pulumi/pulumi/proto/alias_pb";
import * as proto from "@pulumi/pulumi/proto/resource_pb";
import { Value as ProtoValue } from "google-protobuf/google/protobuf/struct_pb";
import { Props, Value } from "../../cloud-model";
import { AliasSpec, Options } from "./registration";
import { isProviderType } from "./urns";

/** The options of a registration. */
export function fromRegistration(r: proto.RegisterResourceRequest): Options {
  const hasDeleteBeforeReplace = r.getDeletebeforereplacedefined() || r.getDeletebeforereplace();
  return {
    dependsOn: r.getDependenciesList(),
    ...(r.hasProtect() ? { protect: r.getProtect() } : {}),
    ...(r.hasRetainondelete() ? { retainOnDelete: r.getRetainondelete() } : {}),
    ...(hasDeleteBeforeReplace ? { deleteBeforeReplace: r.getDeletebeforereplace() } : {}),
    ignoreChanges: r.getIgnorechangesList(),
    replaceOnChanges: r.getReplaceonchangesList(),
    additionalSecretOutputs: r.getAdditionalsecretoutputsList(),
    hideDiffs: r.getHidediffsList(),
    replaceWith: r.getReplaceWithList(),
    aliases: [
      ...r.getAliasurnsList().map((urn) => ({ urn })),
      ...r.getAliasesList().map(aliasFromProto),
    ],
    provider: r.getProvider(),
    providers: entriesOf(r.getProvidersMap()),
    version: r.getVersion(),
    pluginDownloadUrl: r.getPlugindownloadurl(),
    deletedWith: r.getDeletedwith(),
    import: r.getImportid(),
    customTimeouts: timeoutsFromProto(r.getCustomtimeouts()),
    hooks: hooksFromProto(r.getHooks()),
    ...triggerFromProto(r),
  };
}

/** The options that a transform gives back. */
export function fromTransform(o: proto.TransformResourceOptions): Options {
  return {
    dependsOn: o.getDependsOnList(),
    ...(o.hasProtect() ? { protect: o.getProtect() } : {}),
    ...(o.hasRetainOnDelete() ? { retainOnDelete: o.getRetainOnDelete() } : {}),
    ...(o.hasDeleteBeforeReplace() ? { deleteBeforeReplace: o.getDeleteBeforeReplace() } : {}),
    ignoreChanges: o.getIgnoreChangesList(),
    replaceOnChanges: o.getReplaceOnChangesList(),
    additionalSecretOutputs: o.getAdditionalSecretOutputsList(),
    hideDiffs: o.getHideDiffList(),
    replaceWith: o.getReplaceWithList(),
    aliases: o.getAliasesList().map(aliasFromProto),
    provider: o.getProvider(),
    providers: entriesOf(o.getProvidersMap()),
    version: o.getVersion(),
    pluginDownloadUrl: o.getPluginDownloadUrl(),
    deletedWith: o.getDeletedWith(),
    import: o.getImport(),
    customTimeouts: timeoutsFromProto(o.getCustomTimeouts()),
    hooks: hooksFromProto(o.getHooks()),
    ...triggerFromProto(o),
  };
}

/** The options that a transform is given. */
export function toTransform(options: Options): proto.TransformResourceOptions {
  const o = new proto.TransformResourceOptions();
  o.setDependsOnList(options.dependsOn);
  o.setReplaceWithList(options.replaceWith);
  o.setDeletedWith(options.deletedWith);
  o.setIgnoreChangesList(options.ignoreChanges);
  o.setReplaceOnChangesList(options.replaceOnChanges);
  o.setHideDiffList(options.hideDiffs);
  o.setAdditionalSecretOutputsList(options.additionalSecretOutputs);
  o.setAliasesList(options.aliases.map(aliasToProto));
  o.setProvider(options.provider);
  o.setVersion(options.version);
  o.setPluginDownloadUrl(options.pluginDownloadUrl);
  o.setImport(options.import);
  if (options.protect !== undefined) {
    o.setProtect(options.protect);
  }
  if (options.retainOnDelete !== undefined) {
    o.setRetainOnDelete(options.retainOnDelete);
  }
  if (options.deleteBeforeReplace !== undefined) {
    o.setDeleteBeforeReplace(options.deleteBeforeReplace);
  }
  if (options.replacementTrigger !== undefined) {
    o.setReplacementTrigger(ProtoValue.fromJavaScript(options.replacementTrigger));
  }
  for (const [name, reference] of Object.entries(options.providers)) {
    o.getProvidersMap().set(name, reference);
  }
  o.setCustomTimeouts(timeoutsToProto(options.customTimeouts));
  if (Object.keys(options.hooks).length > 0) {
    o.setHooks(hooksToProto(options.hooks));
  }
  return o;
}

function triggerFromProto(
  o: Pick<proto.RegisterResourceRequest, "hasReplacementTrigger" | "getReplacementTrigger">,
): Pick<Options, "replacementTrigger"> {
  const trigger = o.hasReplacementTrigger() ? o.getReplacementTrigger() : undefined;
  return trigger ? { replacementTrigger: trigger.toJavaScript() as Value } : {};
}

function aliasFromProto(alias: aliasProto.Alias): AliasSpec {
  const spec = alias.getSpec();
  if (!spec) {
    return { urn: alias.getUrn() };
  }
  return {
    name: spec.getName(),
    type: spec.getType(),
    stack: spec.getStack(),
    project: spec.getProject(),
    parent: spec.getParenturn(),
    noParent: spec.getNoparent(),
  };
}

function aliasToProto(alias: AliasSpec): aliasProto.Alias {
  if (alias.urn) {
    return new aliasProto.Alias().setUrn(alias.urn);
  }
  const spec = new aliasProto.Alias.Spec();
  spec.setName(alias.name ?? "");
  spec.setType(alias.type ?? "");
  spec.setStack(alias.stack ?? "");
  spec.setProject(alias.project ?? "");
  if (alias.noParent) {
    spec.setNoparent(true);
  } else if (alias.parent) {
    spec.setParenturn(alias.parent);
  }
  return new aliasProto.Alias().setSpec(spec);
}

type Timeouts = proto.RegisterResourceRequest.CustomTimeouts;

function timeoutsFromProto(timeouts: Timeouts | undefined): Record<string, string> {
  return present({
    create: timeouts?.getCreate(),
    update: timeouts?.getUpdate(),
    delete: timeouts?.getDelete(),
    read: timeouts?.getRead(),
  });
}

function timeoutsToProto(timeouts: Record<string, string | undefined>): Timeouts {
  const result = new proto.RegisterResourceRequest.CustomTimeouts();
  result.setCreate(timeouts.create ?? "").setUpdate(timeouts.update ?? "");
  return result.setDelete(timeouts.delete ?? "").setRead(timeouts.read ?? "");
}

type Hooks = proto.RegisterResourceRequest.ResourceHooksBinding;

function hooksFromProto(hooks: Hooks | undefined): Record<string, string[]> {
  const all = {
    beforeCreate: hooks?.getBeforeCreateList(),
    afterCreate: hooks?.getAfterCreateList(),
    beforeUpdate: hooks?.getBeforeUpdateList(),
    afterUpdate: hooks?.getAfterUpdateList(),
    beforeDelete: hooks?.getBeforeDeleteList(),
    afterDelete: hooks?.getAfterDeleteList(),
    onError: hooks?.getOnErrorList(),
  };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string[]] => !!entry[1]?.length),
  );
}

function hooksToProto(hooks: Record<string, string[] | undefined>): Hooks {
  const result = new proto.RegisterResourceRequest.ResourceHooksBinding();
  result.setBeforeCreateList(hooks.beforeCreate ?? []).setAfterCreateList(hooks.afterCreate ?? []);
  result.setBeforeUpdateList(hooks.beforeUpdate ?? []).setAfterUpdateList(hooks.afterUpdate ?? []);
  result.setBeforeDeleteList(hooks.beforeDelete ?? []).setAfterDeleteList(hooks.afterDelete ?? []);
  return result.setOnErrorList(hooks.onError ?? []);
}

function present(all: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => !!entry[1]),
  );
}

function entriesOf(map: {
  forEach(visit: (value: string, key: string) => void): void;
}): Record<string, string> {
  const result: Record<string, string> = {};
  map.forEach((value, key) => {
    result[key] = value;
  });
  return result;
}

/** The engine keeps a provider's version among its inputs. */
export function providerVersion(type: string, options: Options): Props {
  return isProviderType(type) && options.version !== "" ? { version: options.version } : {};
}
