/** Clusters, services and task definitions (Amazon ECS). */
import type { Shape } from "../shapes";
import { type Facts, inRegion } from "../type-facts";

/** The first one's, unless its URN says that others were there before it. */
const revisionOf = ({ subject }: Shape): number =>
  1 + Number(/#(\d+)$/.exec(subject.urn)?.[1] ?? 0);

export const facts: Facts = {
  // A second create with the same name changes or gives the first cluster: nothing is unique.
  "aws:ecs/cluster:Cluster": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:ecs:{region}:{account}:cluster/{name}",
      id: "{arn}",
    },
    replaces: { spec: "AWS::ECS::Cluster", names: { ClusterName: "name" } },
  },
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": {
    outputs: { id: "{clusterName}" },
    replaces: {
      spec: "AWS::ECS::ClusterCapacityProviderAssociations",
      names: { Cluster: "clusterName" },
    },
    // A second one overwrites the first: the API sets the whole list.
    unique: inRegion("ResourceInUseException", "The specified cluster is in a busy state", [
      "clusterName",
    ]),
  },
  "aws:ecs/capacityProvider:CapacityProvider": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:ecs:{region}:{account}:capacity-provider/{name}",
      id: "{arn}",
    },
    replaces: {
      spec: "AWS::ECS::CapacityProvider",
      names: { Name: "name", ClusterName: "cluster" },
    },
    unique: inRegion("ClientException", "The specified capacity provider already exists: {name}"),
  },
  "aws:ecs/service:Service": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:ecs:{region}:{account}:service/{auto}/{name}",
      id: "{arn}",
    },
    replaces: {
      spec: "AWS::ECS::Service",
      names: { Role: "iamRole", ServiceName: "name" },
      sometimes: {
        // The provider in use refuses the update then; earlier ones replaced the service.
        capacityProviderStrategies: {
          when: "unless forceNewDeployment is true",
          replaces: ({ inputs }) => inputs.forceNewDeployment !== true,
        },
      },
    },
    unique: inRegion("InvalidParameterException", "Creation of service was not idempotent.", [
      "cluster",
      "name",
    ]),
  },
  "aws:ecs/taskDefinition:TaskDefinition": {
    outputs: {
      // Each one that replaces another is the family's next revision, or no service would notice it.
      arn: (shape) => {
        const family = shape.text("arnWithoutRevision");
        return family === undefined ? undefined : `${family}:${revisionOf(shape)}`;
      },
      arnWithoutRevision: "arn:aws:ecs:{region}:{account}:task-definition/{family}",
      revision: (shape) => revisionOf(shape),
      id: "{family}",
    },
    replaces: { spec: "AWS::ECS::TaskDefinition", names: { InferenceAccelerators: null } },
  },
};
