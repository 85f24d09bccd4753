export * from "./access-logs";
export * from "./cdn-layer";
export * from "./distribution";
export * from "./edge-function";
export { ErrorPage, ErrorPages } from "./error-pages";
export { managedCachePolicies, managedOriginRequestPolicies } from "./managed-policies";
export { OriginRoute, PathPattern, RunsAtEdge } from "./routes";
export { UrlRewrite, urlRewrites } from "./viewer-request";
