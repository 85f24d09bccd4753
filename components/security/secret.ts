/** A secret of the user's own. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { accessTo } from "../base/grants";
import { secretGrants } from "../base/secret-grants";
import { Component, main, Transforms } from "../component";
import { Access } from "../contracts";

export interface SecretArgs {
  /** What it opens, for whoever sets it, such as `API key of the print lab`. Default: none. */
  description?: string;
  /** Days in which a deleted secret can be restored. Default: 30. Limit: 7 to 30, or 0 for none. */
  recoveryWindowInDays?: number;
  /** True to let the secret go with the stack. Default: false: protected, and retained. */
  disposable?: boolean;
  /** Changes the arguments of the secret. */
  transform?: Transforms<{ secret: aws.secretsmanager.SecretArgs }>;
}

/**
 * A key or password that comes from elsewhere. The program makes its place and says who may read it;
 * its value is set outside and never enters the program, its state or a handler's code:
 *
 *     aws secretsmanager put-secret-value --secret-id <arn> --secret-string <value>
 *
 * A handler reads it when it runs, with `secretValue` of `components/security/secret-value`, which
 * keeps it for five minutes.
 *
 * Creates: 1 secret without a value. Costs $0.40 a month, and $0.05 for 10,000 reads.
 *
 * @example
 * const labKey = new Secret("lab-key", { description: "API key of the print lab" });
 * new LambdaFunction("order-print", async () => {
 *   const key = await secretValue(labKey.arn.get());
 *   await fetch("https://print-lab.example.com/orders", { headers: { authorization: key } });
 * }, { access: [labKey.read()] });
 */
export class Secret extends Component {
  static readonly grants = secretGrants;
  /** ARN, which is also what reads it. */
  readonly arn: pulumi.Output<string>;
  readonly nodes: { readonly secret: aws.secretsmanager.Secret };

  constructor(name: string, args: SecretArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("strata:security:Secret", name, args, opts);
    const secret = this.child(
      aws.secretsmanager.Secret,
      main,
      {
        description: args.description,
        kmsKeyId: this.environment.keyArn("secrets"),
        recoveryWindowInDays: args.recoveryWindowInDays ?? 30,
      },
      this.keep(args.disposable),
    );
    this.arn = secret.arn;
    this.nodes = { secret };
  }

  /** Reads the current value. */
  read(): Access {
    const keyArn = this.environment.keyArn("secrets");
    return accessTo({ arn: this.arn, keyArn }, Secret.grants.read);
  }
}
