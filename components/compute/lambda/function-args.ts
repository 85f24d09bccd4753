/** What can be said about a Lambda function. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Transform } from "../../component";
import { Access, Trigger, VirtualNetwork } from "../../contracts";
import { BundleOptions } from "./bundle";

/** Processors: Graviton (`arm64`) costs a fifth less for the same time. */
export const architectures = ["arm64", "x86_64"] as const;
export type Architecture = (typeof architectures)[number];

/** Where a function stands in the VPC. */
export interface VpcPlacement {
  network: VirtualNetwork;
  /** True to reach the internet, through the network's fixed addresses: the function stands in the private subnets. Default: false: isolated subnets, no way out. */
  egress?: boolean;
}

export interface LambdaFunctionArgs<Event = unknown, Result = unknown> {
  /** What makes the function run; types its event. APIs and load balancers take the function instead. Default: nothing. */
  on?: Trigger<Event, Result> | readonly Trigger<Event, Result>[];
  /** What the function may do: `[table.read(), queue.send()]`. Default: write its own logs. */
  access?: readonly Access[];
  /** Further environment variables. What an inline handler captures needs none. Limit: 4 KB in all. */
  environment?: Record<string, pulumi.Input<string>>;
  /** Memory in MB; the share of a processor grows with it, 1,769 MB is one. Default: 256. Limit: 128 to 10,240. */
  memorySize?: pulumi.Input<number>;
  /** Longest run in seconds. Default: 30. Limit: 1 to 900. */
  timeout?: number;
  /** Default: `arm64`. */
  architecture?: Architecture;
  /** Place in the VPC. Default: outside of it, which starts faster and reaches the internet. */
  vpc?: VpcPlacement;
  /** Runs that are set aside for this function, and its upper bound. Default: none set aside. 0 stops the function. */
  reservedConcurrentExecutions?: pulumi.Input<number>;
  /** False to leave X-Ray traces off. Default: true. */
  tracing?: boolean;
  /** One line for people who look at the function in the console. */
  description?: pulumi.Input<string>;
  /** How an inline handler is built. */
  bundle?: BundleOptions;
  /** Changes the arguments of the children. */
  transform?: {
    function?: Transform<aws.lambda.FunctionArgs>;
    role?: Transform<aws.iam.RoleArgs>;
    policy?: Transform<aws.iam.RolePolicyArgs>;
    logGroup?: Transform<aws.cloudwatch.LogGroupArgs>;
    securityGroup?: Transform<aws.ec2.SecurityGroupArgs>;
  };
}
