/** What can be done with a workflow, ours or one that is there already. */
import * as pulumi from "@pulumi/pulumi";
import { accessTo, Grants } from "../base/grants";
import { outputOf } from "../base/outputs";
import { Component } from "../component";
import { Access } from "../contracts";

/** `standard`: once, up to a year, with a history; `express`: at least once, up to five minutes, cheap in great numbers. */
export const workflowKinds = ["standard", "express"] as const;
export type WorkflowKind = (typeof workflowKinds)[number];

/** Whoever hands over data needs the key under which it then lies, and whoever answers as well. */
const key = ["kms:Decrypt", "kms:GenerateDataKey"];

export abstract class AccessibleWorkflow extends Component {
  static readonly grants = {
    start: { actions: ["states:StartExecution"], key },
    startAndWait: { actions: ["states:StartSyncExecution"], key },
    answer: {
      actions: ["states:SendTaskSuccess", "states:SendTaskFailure", "states:SendTaskHeartbeat"],
      key,
    },
  } satisfies Grants;
  abstract readonly arn: pulumi.Output<string>;
  abstract readonly kind: WorkflowKind;
  /** The customer's key that encrypts it, where there is one. */
  abstract readonly keyArn?: pulumi.Output<string>;

  /** Starts executions. A standard workflow starts none twice under one name, within 90 days. */
  start(): Access {
    return accessTo(this, AccessibleWorkflow.grants.start);
  }

  /**
   * Starts an execution and waits for its output.
   *
   * @throws pulumi.RunError for a standard workflow, which nobody can wait for.
   */
  startAndWait(): Access {
    if (this.kind !== "express") {
      throw this.refuse(
        "startAndWait()",
        `a ${this.kind} workflow`,
        "an express workflow",
        'use start(), or make a workflow with kind: "express"',
      );
    }
    return accessTo(this, AccessibleWorkflow.grants.startAndWait);
  }

  /**
   * Answers tasks that wait for it, with their tokens.
   *
   * @throws pulumi.RunError for an express workflow, whose tasks can't wait.
   */
  answer(): Access {
    if (this.kind !== "standard") {
      throw this.refuse(
        "answer()",
        `an ${this.kind} workflow`,
        "a standard workflow",
        'make a workflow with kind: "standard"',
      );
    }
    // The three have no resource in AWS's table (service authorization reference): the token, which nobody
    // can guess, says whose task it is.
    return accessTo({ arn: "*", keyArn: this.keyArn }, AccessibleWorkflow.grants.answer);
  }
}

export interface ExistingWorkflowArgs {
  arn: pulumi.Input<string>;
  /** Default: `standard`. */
  kind?: WorkflowKind;
  /** ARN of the customer's key that encrypts it. Default: none. */
  keyArn?: pulumi.Input<string>;
}

/**
 * A workflow that others made. Made by `Workflow.existing()`. Creates nothing, costs nothing.
 *
 * @example
 * const billing = Workflow.existing("billing", {
 *   arn: "arn:aws:states:eu-west-1:123456789012:stateMachine:billing",
 * });
 * new LambdaFunction("order", handler, { access: [billing.start()] });
 */
export class ExistingWorkflow extends AccessibleWorkflow {
  readonly arn: pulumi.Output<string>;
  readonly kind: WorkflowKind;
  readonly keyArn?: pulumi.Output<string>;

  constructor(name: string, args: ExistingWorkflowArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:decoupling:ExistingWorkflow", name, args, opts);
    this.arn = pulumi.output(args.arn);
    this.kind = args.kind ?? "standard";
    this.keyArn = outputOf(args.keyArn);
  }
}
