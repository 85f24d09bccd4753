/** Pulumi type tokens of the resources of lb that rules speak of. */
export const lb = {
  albListener: "aws:alb/listener:Listener",
  albListenerRule: "aws:alb/listenerRule:ListenerRule",
  albLoadBalancer: "aws:alb/loadBalancer:LoadBalancer",
  albTargetGroup: "aws:alb/targetGroup:TargetGroup",
  classicListenerPolicy: "aws:elb/listenerPolicy:ListenerPolicy",
  classicLoadBalancer: "aws:elb/loadBalancer:LoadBalancer",
  classicPolicy: "aws:elb/loadBalancerPolicy:LoadBalancerPolicy",
  listener: "aws:lb/listener:Listener",
  listenerRule: "aws:lb/listenerRule:ListenerRule",
  loadBalancer: "aws:lb/loadBalancer:LoadBalancer",
  targetGroup: "aws:lb/targetGroup:TargetGroup",
  targetGroupAttachment: "aws:lb/targetGroupAttachment:TargetGroupAttachment",
} as const;
