export * from "./alias-record";
export * from "./certificate";
export * from "./dns-layer";
export * from "./zone";
