/**
 * The settings of a stack: sizes and switches, read from `Pulumi.<stack>.yaml`. A key is a setting
 * only if two shipped stacks differ in it; topology is code, in `index.ts`.
 */
import * as pulumi from "@pulumi/pulumi";
import * as z from "zod";
import { regionOfZone } from "../components/region";
import { dataSettings } from "./data";
import { dnsSettings } from "./dns";
import { environmentSettings } from "./environment";
import { networkSettings } from "./network";
import { partnerSettings } from "./partner";
import { readConfig } from "./read-config";
import { webSettings } from "./web";

/** One fragment a layer; the keys of a stack file are `strata:<fragment>`. */
const fragments = z.strictObject({
  environment: environmentSettings,
  network: networkSettings,
  dns: dnsSettings.optional(),
  data: dataSettings,
  web: webSettings,
  partner: partnerSettings.optional(),
});

/** The fragments, and what holds between them. */
export const settings = fragments.superRefine(({ environment, network }, context) => {
  const { region } = environment;
  const wrong = (zone: string, path: (string | number)[]) => {
    if (regionOfZone(zone) !== region) {
      const message = `a zone of environment.region, such as ${region}a`;
      context.addIssue({ code: "custom", input: zone, message, path: ["network", ...path] });
    }
  };
  network.zones.forEach((zone, i) => wrong(zone, ["zones", i]));
  for (const zone of Object.keys(network.egress.addresses ?? {})) {
    wrong(zone, ["egress", "addresses", zone]);
  }
});

export type Settings = z.infer<typeof settings>;

/**
 * Reads and checks the settings of the stack.
 *
 * @throws pulumi.RunError listing every problem with its key path, what was found and what is allowed.
 */
export function readSettings(): Settings {
  return readConfig(settings, `Pulumi.${pulumi.getStack()}.yaml`);
}
