import * as pulumi from "@pulumi/pulumi";

/** What can't be captured by a handler: where, why, and what to write instead. Pulumi prints the message alone. */
export class CaptureError extends pulumi.RunError {
  constructor(
    readonly handler: string,
    readonly place: string,
    readonly reason: string,
  ) {
    super(`${place}: handler "${handler}" ${reason}`);
  }
}
