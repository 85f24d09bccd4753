/** A log group of one's own. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, main, Transform } from "../component";
import { Access } from "../contracts";
import { EnvironmentFacts } from "../environment-facts";

/** Retention and key, as the environment says: what every log group of a component has. Default region: the environment's. */
export function logGroupArgs(
  environment: EnvironmentFacts,
  region?: string,
): Pick<aws.cloudwatch.LogGroupArgs, "retentionInDays" | "kmsKeyId"> {
  return {
    retentionInDays: environment.logRetentionDays,
    kmsKeyId: environment.keyArn("logs", region),
  };
}

export interface LogGroupArgs {
  /** Name of the group, where something expects a certain one, such as `/aws/route53/example.com`. Default: made from the component's name. */
  name?: pulumi.Input<string>;
  /** Days that logs are kept. Default: what the environment says. One of the values CloudWatch Logs allows (rule LAM-30). */
  retentionInDays?: number;
  /** Region, where it is not the environment's. */
  region?: string;
  /** Changes the arguments of the group. */
  transform?: { logGroup?: Transform<aws.cloudwatch.LogGroupArgs> };
}

/**
 * A CloudWatch log group with retention, encrypted by the environment's key for logs in its region
 * where keys are the customer's.
 *
 * Creates: 1 log group. Costs nothing when idle; in eu-west-1 $0.57 for a GB that comes in.
 *
 * @example
 * const audit = new LogGroup("audit", { retentionInDays: 3653 });
 * new LambdaFunction("close-account", async () => {}, { access: [audit.write()] });
 */
export class LogGroup extends Component {
  readonly name: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: LogGroupArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("strata:observability:LogGroup", name, opts);
    const { region } = args;
    const group = this.child(
      aws.cloudwatch.LogGroup,
      main,
      {
        ...logGroupArgs(this.environment, region),
        name: args.name,
        ...(args.retentionInDays === undefined ? {} : { retentionInDays: args.retentionInDays }),
        region,
      },
      args.transform?.logGroup,
    );
    this.name = group.name;
    this.arn = group.arn;
    this.registerOutputs({ name: this.name, arn: this.arn });
  }

  /** Writes log events. */
  write(): Access {
    return {
      statements: [
        {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: pulumi.interpolate`${this.arn}:*`,
        },
      ],
    };
  }
}
