/** What AWS's own answers look like, type by type. */
import { COMPUTE } from "./compute";
import { DATA } from "./data";
import { EDGE } from "./edge";
import { FOUNDATION } from "./foundation";
import type { Shapes } from "./templates";

export { Templates } from "./templates";

export const SHAPES: Shapes = { ...EDGE, ...COMPUTE, ...DATA, ...FOUNDATION };
