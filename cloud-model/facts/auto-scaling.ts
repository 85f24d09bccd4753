/** Groups of instances (Amazon EC2 Auto Scaling). */
import {
  because,
  type Facts,
  FORCES_NEW,
  inRegion,
  NAME_PREFIX,
  NO_SUCH_TYPE,
} from "../type-facts";

export const facts: Facts = {
  "aws:autoscaling/group:Group": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:autoscaling:{region}:{account}:autoScalingGroup:{uuid}:autoScalingGroupName/{name}",
      id: "{name}",
    },
    replaces: {
      spec: "AWS::AutoScaling::AutoScalingGroup",
      names: { AutoScalingGroupName: "name", InstanceId: null },
      also: because(NAME_PREFIX, "namePrefix"),
    },
    unique: inRegion(
      "AlreadyExists",
      "AutoScalingGroup by this name already exists - A group with the name {name} already exists",
    ),
    // Without `forceDelete` the provider sets the group to none and waits; protected servers stay, and so does the
    // group ("DeleteAutoScalingGroup", API reference: ResourceInUse).
    keepsItself: ({ protectFromScaleIn, forceDelete }) =>
      protectFromScaleIn === true && forceDelete !== true
        ? {
            code: "ResourceInUse",
            message:
              "You cannot delete an AutoScalingGroup while there are instances still in the group.",
          }
        : undefined,
  },
  "aws:autoscaling/policy:Policy": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:autoscaling:{region}:{account}:scalingPolicy:{uuid}:autoScalingGroupName/{autoscalingGroupName}:policyName/{name}",
      id: "{name}",
    },
    replaces: {
      spec: "AWS::AutoScaling::ScalingPolicy",
      names: { AutoScalingGroupName: "autoscalingGroupName" },
      also: because(FORCES_NEW, "name"),
    },
  },
  "aws:autoscaling/schedule:Schedule": {
    outputs: {
      arn: "arn:aws:autoscaling:{region}:{account}:scheduledUpdateGroupAction:{uuid}:autoScalingGroupName/{autoscalingGroupName}:scheduledActionName/{scheduledActionName}",
      id: "{scheduledActionName}",
    },
    replaces: {
      spec: "AWS::AutoScaling::ScheduledAction",
      names: { AutoScalingGroupName: "autoscalingGroupName" },
      also: because(FORCES_NEW, "scheduledActionName"),
    },
  },
  "aws:autoscaling/lifecycleHook:LifecycleHook": {
    outputs: { name: "{auto}", id: "{name}" },
    replaces: {
      spec: "AWS::AutoScaling::LifecycleHook",
      names: { AutoScalingGroupName: "autoscalingGroupName", LifecycleHookName: "name" },
    },
  },
  "aws:autoscaling/attachment:Attachment": {
    outputs: { id: "{autoscalingGroupName}-{digits:26}" },
    replaces: { also: because(NO_SUCH_TYPE, "autoscalingGroupName", "elb", "lbTargetGroupArn") },
  },
};
