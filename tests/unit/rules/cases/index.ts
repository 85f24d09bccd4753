import type { Cases } from "./case";
import { dataCases } from "./data";
import { edgeCases } from "./edge";
import { eventSourceCases } from "./event-sources";
import { lambdaCases } from "./lambda";
import { networkCases } from "./network";
import { secretsCases } from "./secrets";

/** One case for each rule of one resource. */
export const cases: Cases = {
  ...lambdaCases,
  ...eventSourceCases,
  ...dataCases,
  ...edgeCases,
  ...networkCases,
  ...secretsCases,
};
