/** Compute environments, queues and definitions of jobs (AWS Batch). */
import { because, type Facts, inRegion, NAME_PREFIX } from "../type-facts";

/** CloudFormation makes a new one for other tags; the provider tags what is there. */
const TAGGED = "the provider changes tags in place (TagResource)";

export const facts: Facts = {
  "aws:batch/computeEnvironment:ComputeEnvironment": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:batch:{region}:{account}:compute-environment/{name}",
      id: "{name}",
    },
    replaces: {
      spec: "AWS::Batch::ComputeEnvironment",
      names: { ComputeEnvironmentName: "name" },
      also: because(NAME_PREFIX, "namePrefix"),
      inPlace: { tags: TAGGED },
    },
    unique: inRegion("ClientException", "Object already exists"),
  },
  "aws:batch/jobQueue:JobQueue": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:batch:{region}:{account}:job-queue/{name}",
      id: "{arn}",
    },
    replaces: {
      spec: "AWS::Batch::JobQueue",
      names: { JobQueueName: "name", JobQueueType: null },
      inPlace: { tags: TAGGED },
    },
    unique: inRegion("ClientException", "Object already exists"),
  },
  "aws:batch/jobDefinition:JobDefinition": {
    outputs: {
      name: "{auto}",
      arn: "{arnPrefix}:1",
      arnPrefix: "arn:aws:batch:{region}:{account}:job-definition/{name}",
      id: "{arn}",
    },
    replaces: {
      spec: "AWS::Batch::JobDefinition",
      names: { JobDefinitionName: "name" },
      inPlace: { tags: TAGGED },
    },
  },
};
