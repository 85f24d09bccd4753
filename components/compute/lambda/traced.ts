/** For handlers: calls of AWS's SDK as subsegments of a trace. */
export { traced } from "../../base/traced";
