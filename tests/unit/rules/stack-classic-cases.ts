/** Classic load balancers with what belongs to them. */
import { lb } from "../../../rules/base/types/lb";
import { s3 } from "../../../rules/base/types/s3";
import type { StackResource } from "../../../rules";
import { bucket, make } from "./service-resources";
import { from, stackOf, type Described } from "./stack";
import type { StackCase } from "./stack-cases";

const balancer = (args: Described["args"], dependsOn: readonly string[] = []) =>
  make(lb.classicLoadBalancer)("classic", args, { dependsOn });
const logging = { accessLogs: { from: ["bucket"], value: { bucket: "logs", interval: 5 } } };
const policy = make(s3.bucketPolicy)("policy", { bucket: from("bucket"), policy: "{}" });

export function speaking(value: string, name = "Reference-Security-Policy"): StackResource[] {
  return stackOf(
    balancer({ listeners: [{ lbPort: 443, lbProtocol: "HTTPS", instancePort: 8080 }] }),
    make(lb.classicPolicy)("tls", {
      loadBalancerName: from("classic"),
      policyAttributes: [{ name, value }],
    }),
    make(lb.classicListenerPolicy)("https", {
      loadBalancerName: from("classic"),
      loadBalancerPort: 443,
      policyNames: from("tls"),
    }),
  );
}

export const classicStackCases: { readonly [rule: string]: StackCase } = {
  "CLB-07": {
    pass: stackOf(bucket("bucket"), policy, balancer(logging, ["policy"])),
    fail: stackOf(bucket("bucket"), policy, balancer(logging)),
    blamed: "classic",
  },
  "SEC-CLB-tls": {
    pass: speaking("ELBSecurityPolicy-TLS-1-2-2017-01"),
    fail: speaking("ELBSecurityPolicy-2016-08"),
    blamed: "classic",
  },
};
