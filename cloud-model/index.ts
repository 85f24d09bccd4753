/** What AWS would answer, without AWS: for unit tests, the offline preview and the engine tests. */
export { factsByService, factsOf, knownTypes } from "./all-facts";
export { dataSources, Place } from "./data-sources";
export { mocks, MocksOptions } from "./mocks";
export {
  Answer,
  CloudModel,
  Created,
  DEFAULT_REGION,
  Invocation,
  NewResource,
  PREVIEW_ACCOUNT,
} from "./model";
export { placeOf } from "./providers";
export {
  Child,
  RemoteComponent,
  RemoteComponentRequest,
  remoteComponents,
} from "./remote-components";
export { PackageSchemas, ResourceSchema } from "./schema";
export {
  ArgumentChange,
  Change,
  compareArguments,
  replacementDifferences,
  replacesBy,
  replacingArguments,
  specifiedArguments,
} from "./replacement";
export { Reference, SETTINGS, Source, Symbols } from "./symbols";
export * from "./wire-values";
