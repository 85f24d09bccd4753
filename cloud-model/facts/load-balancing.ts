/** Load balancers, listeners and target groups (Elastic Load Balancing). */
import type { Shape } from "../shapes";
import { unlessBothThere, unlessOnlyAdded } from "../replacing-changes";
import {
  because,
  type ChangedArgument,
  type Facts,
  inRegion,
  NAME_PREFIX,
  NO_SUCH_TYPE,
} from "../type-facts";

/** What a network load balancer can't change, and an application load balancer can. */
const ofNetwork = (replacing: typeof unlessOnlyAdded) => {
  const { when } = replacing();
  const isOfNetwork = ({ inputs }: ChangedArgument) => inputs.loadBalancerType === "network";
  return replacing(isOfNetwork, `a network load balancer, ${when}`);
};

const isNetwork = ({ subject }: Shape) => subject.inputs.loadBalancerType === "network";

/** `app/...` or `net/...`, as CloudWatch's dimensions want it. */
const balancerSuffix = (shape: Shape) =>
  shape.fill(`${isNetwork(shape) ? "net" : "app"}/{name}/{hex:16}`, "arnSuffix");

const balancerHost = (shape: Shape) => {
  const prefix = shape.subject.inputs.internal === true ? "internal-" : "";
  return shape.fill(
    isNetwork(shape)
      ? "{name}-{hex:16}.elb.{region}.amazonaws.com"
      : `${prefix}{name}-{digits:10}.{region}.elb.amazonaws.com`,
    "dnsName",
  );
};

/** The ARN of what belongs to a load balancer goes on where its own ends; unknown while that is. */
const below = (argument: string, from: string, to: string) => (shape: Shape) => {
  const { [argument]: above } = shape.subject.inputs;
  return typeof above === "string" && above.startsWith("arn:")
    ? shape.fill(`${above.replace(`:${from}/`, `:${to}/`)}/{hex:16}`, "arn")
    : shape.fill(
        `arn:aws:elasticloadbalancing:{region}:{account}:${to}/app/{auto}/{hex:16}/{hex:16}`,
        "arn",
      );
};

export const facts: Facts = {
  "aws:lb/loadBalancer:LoadBalancer": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:elasticloadbalancing:{region}:{account}:loadbalancer/{arnSuffix}",
      arnSuffix: balancerSuffix,
      dnsName: balancerHost,
      zoneId: "Z{BASE36:13}",
      id: "{arn}",
    },
    replaces: {
      spec: "AWS::ElasticLoadBalancingV2::LoadBalancer",
      names: { Type: "loadBalancerType", Scheme: "internal" },
      also: because(NAME_PREFIX, "namePrefix"),
      sometimes: {
        subnets: ofNetwork(unlessOnlyAdded),
        subnetMappings: ofNetwork(unlessOnlyAdded),
        securityGroups: ofNetwork(unlessBothThere),
      },
    },
    unique: inRegion(
      "DuplicateLoadBalancerName",
      "A load balancer with the same name '{name}' exists, but with different settings",
    ),
    standsIn: {
      "aws:ec2/subnet:Subnet": ["subnets"],
      "aws:ec2/securityGroup:SecurityGroup": ["securityGroups"],
    },
  },
  "aws:lb/targetGroup:TargetGroup": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:elasticloadbalancing:{region}:{account}:{arnSuffix}",
      arnSuffix: "targetgroup/{name}/{hex:16}",
      id: "{arn}",
    },
    replaces: {
      spec: "AWS::ElasticLoadBalancingV2::TargetGroup",
      also: because(NAME_PREFIX, "namePrefix"),
    },
    unique: inRegion(
      "DuplicateTargetGroupName",
      "A target group with the same name '{name}' exists, but with different settings",
    ),
  },
  "aws:lb/listener:Listener": {
    outputs: {
      arn: below("loadBalancerArn", "loadbalancer", "listener"),
      id: "{arn}",
    },
    replaces: { spec: "AWS::ElasticLoadBalancingV2::Listener" },
    unique: inRegion(
      "DuplicateListener",
      "A listener already exists on this port for this load balancer '{loadBalancerArn}'",
      ["loadBalancerArn", "port"],
    ),
  },
  "aws:elb/loadBalancer:LoadBalancer": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:elasticloadbalancing:{region}:{account}:loadbalancer/{name}",
      dnsName: "{name}-{digits:10}.{region}.elb.amazonaws.com",
      zoneId: "Z{BASE36:13}",
      id: "{name}",
    },
    replaces: {
      spec: "AWS::ElasticLoadBalancing::LoadBalancer",
      names: { LoadBalancerName: "name", Scheme: "internal" },
      also: because(NAME_PREFIX, "namePrefix"),
    },
    unique: inRegion("DuplicateLoadBalancerName", "ELB with name {name} already exists"),
    standsIn: {
      "aws:ec2/subnet:Subnet": ["subnets"],
      "aws:ec2/securityGroup:SecurityGroup": ["securityGroups"],
    },
  },
  "aws:elb/loadBalancerPolicy:LoadBalancerPolicy": {
    outputs: { id: "{loadBalancerName}:{policyName}" },
    replaces: {
      also: because(NO_SUCH_TYPE, "loadBalancerName", "policyName", "policyTypeName"),
    },
    unique: inRegion(
      "DuplicatePolicyName",
      "There is already a policy with name {name} for this load balancer",
      ["loadBalancerName", "policyName"],
    ),
  },
  "aws:elb/listenerPolicy:ListenerPolicy": {
    outputs: { id: "{loadBalancerName}:{loadBalancerPort}" },
    replaces: {},
  },
  "aws:elb/attachment:Attachment": {
    outputs: { id: "{elb}-{digits:26}" },
    replaces: { also: because(NO_SUCH_TYPE, "elb", "instance") },
  },
  "aws:lb/listenerRule:ListenerRule": {
    outputs: {
      arn: below("listenerArn", "listener", "listener-rule"),
      id: "{arn}",
    },
    replaces: { spec: "AWS::ElasticLoadBalancingV2::ListenerRule" },
    unique: inRegion("PriorityInUse", "Priority '{name}' is currently in use", [
      "listenerArn",
      "priority",
    ]),
  },
  "aws:lb/targetGroupAttachment:TargetGroupAttachment": {
    replaces: {
      also: because(
        NO_SUCH_TYPE,
        "availabilityZone",
        "port",
        "quicServerId",
        "targetGroupArn",
        "targetId",
      ),
    },
  },
};
