export type { Exception } from "../rules/base/exception";
