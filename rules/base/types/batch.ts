/** Pulumi type tokens of the resources of batch that rules speak of. */
export const batch = {
  computeEnvironment: "aws:batch/computeEnvironment:ComputeEnvironment",
  jobDefinition: "aws:batch/jobDefinition:JobDefinition",
} as const;
