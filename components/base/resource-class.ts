/** What makes a resource. */
import * as pulumi from "@pulumi/pulumi";

/** A resource class such as `aws.sqs.Queue`. */
export interface ResourceClass<Made extends pulumi.Resource, Args> {
  new (name: string, args: Args, opts?: pulumi.CustomResourceOptions): Made;
}
