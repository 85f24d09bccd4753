/**
 * The settings of a stack: sizes and switches, read from `Pulumi.<stack>.yaml`. A key is a setting
 * only if two shipped stacks differ in it; topology is code, in `index.ts`.
 */
import * as pulumi from "@pulumi/pulumi";
import * as path from "node:path";
import * as z from "zod";
import { allowedRegion, isCommercial, isRegion, zonesOf } from "../rules/base/regions";
import { dataSettings } from "./data";
import { dnsSettings } from "./dns";
import { environmentSettings } from "./environment";
import { featureSettings, featuresWithoutSettings } from "./features";
import { networkSettings, zonesIn } from "./network";
import { partnerSettings } from "./partner";
import { Placeholder, placeholdersIn } from "./placeholders";
import { readConfig } from "./read-config";
import { webSettings } from "./web";

/** One fragment a layer; the keys of a stack file are `strata:<fragment>`. */
const fragments = z.strictObject({
  environment: environmentSettings,
  network: networkSettings.optional(),
  dns: dnsSettings.optional(),
  data: dataSettings,
  web: webSettings,
  partner: partnerSettings.optional(),
  features: featureSettings,
});

/** The fragments, and what holds between them. */
export const settings = fragments.superRefine((given, context) => {
  const values: { readonly [key: string]: unknown } = given;
  for (const { key, message } of featuresWithoutSettings(given, Object.keys(fragments.shape))) {
    context.addIssue({ code: "custom", input: values[key], message, path: [key] });
  }
  const { region, newerRegions } = given.environment;
  if (!isRegion(region, newerRegions) || !isCommercial(region)) {
    const message = isRegion(region, newerRegions)
      ? "a region of the partition aws, not of China or GovCloud"
      : allowedRegion;
    // The zones are not to blame: they would be of this region.
    context.addIssue({ code: "custom", input: region, message, path: ["environment", "region"] });
    return;
  }
  const zones = zonesOf(region, newerRegions);
  for (const { zone, path } of zonesIn(given.network)) {
    if (!zones.includes(zone)) {
      const message = `a zone of environment.region: ${zones.join(", ")}`;
      context.addIssue({ code: "custom", input: zone, message, path: ["network", ...path] });
    }
  }
});

export type Settings = z.infer<typeof settings>;

/** Checked settings, and those among them that stand for one's own. */
export interface ReadSettings extends Settings {
  /** For the Environment, which refuses to be deployed with them. */
  placeholders: readonly Placeholder[];
}

/**
 * Reads and checks the settings of the stack, and finds the placeholders in use.
 *
 * @throws pulumi.RunError listing every problem with its key path, what was found and what is allowed.
 */
export function readSettings(): ReadSettings {
  const read = readConfig(settings, path.join(__dirname, ".."), pulumi.getStack());
  return { ...read, placeholders: placeholdersIn(read) };
}
