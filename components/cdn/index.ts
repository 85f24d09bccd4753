export * from "./access-logs";
export * from "./cdn-layer";
export * from "./distribution";
export { OriginRoute, PathPattern } from "./routes";
export { UrlRewrite, urlRewrites } from "./viewer-request";
