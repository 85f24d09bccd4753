/** Which layer of the architecture a resource belongs to. */
import { RegisteredResource } from "../engine/registration";

/** In the order in which a request passes them, then what lies beneath. */
const LAYERS = [
  ...["dns", "cdn", "web", "compute", "data", "decoupling"],
  ...["network", "identity", "security", "observability"],
];

/** For what no component of a layer made. */
const OTHER = "other";

/** `strata:data:Bucket` is of the layer `data`. */
const LAYER_TOKEN = /^strata:([\w-]+):\w+$/;

export type ByUrn = ReadonlyMap<string, RegisteredResource>;

/** The layer of the nearest component that has one; a component's own counts. */
export function layerOf(resource: RegisteredResource, all: ByUrn): string {
  const layer = LAYER_TOKEN.exec(resource.type)?.[1];
  if (layer !== undefined && LAYERS.includes(layer)) {
    return layer;
  }
  const parent = all.get(resource.parent);
  return parent ? layerOf(parent, all) : (layer ?? OTHER);
}

/** Known layers first, others in alphabetical order. */
export function inOrder(layers: Iterable<string>): string[] {
  const rank = (layer: string) => {
    const at = LAYERS.indexOf(layer);
    return at >= 0 ? at : layer === OTHER ? LAYERS.length + 1 : LAYERS.length;
  };
  return [...new Set(layers)].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}
