/** Pulumi type tokens of the resources of lambda that rules speak of. */
export const lambda = {
  alias: "aws:lambda/alias:Alias",
  eventInvokeConfig: "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
  eventSourceMapping: "aws:lambda/eventSourceMapping:EventSourceMapping",
  function: "aws:lambda/function:Function",
  functionUrl: "aws:lambda/functionUrl:FunctionUrl",
  invocation: "aws:lambda/invocation:Invocation",
  permission: "aws:lambda/permission:Permission",
  provisionedConcurrency: "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig",
  recursionConfig: "aws:lambda/functionRecursionConfig:FunctionRecursionConfig",
} as const;
