/** Permissions by which an API calls functions. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { MakeChild, Refuse, Transform } from "../component";
import { Invocable } from "../contracts";

/**
 * One permission a function for the whole API, because a function's policy ends at 20,480 bytes, which
 * some fifty routes of their own permissions fill.
 */
export class CallPermissions {
  readonly #given: { to: Invocable; permission: aws.lambda.Permission }[] = [];

  constructor(
    private readonly executionArn: pulumi.Output<string>,
    private readonly child: MakeChild,
    private readonly refuse: Refuse,
  ) {}

  /**
   * Lets the API call a function, from any stage and route and as an authorizer. What calls it waits for the
   * permission: a function that gets its first release is called by its alias once that may be called.
   *
   * @param asked suffix of what calls it first, for a namesake of a function that has one already
   * @throws pulumi.RunError for a transform of the permission that another route made
   */
  give(
    target: Invocable,
    asked: string,
    transform?: Transform<aws.lambda.PermissionArgs>,
  ): aws.lambda.Permission {
    const { logicalName, functionName, qualifier } = target;
    const known = this.#given.find(
      ({ to }) => to.functionName === functionName && to.qualifier === qualifier,
    );
    if (known) {
      if (transform) this.refuseSecondTransform(logicalName);
      return known.permission;
    }
    const isNamesake = this.#given.some(({ to }) => to.logicalName === logicalName);
    const permission = this.child(
      aws.lambda.Permission,
      isNamesake ? `${logicalName}-${asked}` : logicalName,
      {
        action: "lambda:InvokeFunction",
        function: functionName,
        qualifier,
        principal: "apigateway.amazonaws.com",
        sourceArn: pulumi.interpolate`${this.executionArn}/*/*`,
      },
      { transform, dependsOn: [...target.ready] },
    );
    this.#given.push({ to: target, permission });
    return permission;
  }

  private refuseSecondTransform(functionName: string): never {
    throw this.refuse(
      "transform.permission",
      `given again for function "${functionName}"`,
      "once a function, where the API calls it first",
      "move it to the first route to that function",
    );
  }
}
