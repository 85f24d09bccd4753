/** A workflow of AWS Step Functions. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { whenMade } from "../base/outputs";
import { checkArguments } from "../base/check-arguments";
import { assumedBy, policyDocument } from "../base/policy-document";
import { existing, main, Transforms } from "../component";
import { Access, AlarmDefinition, Alarmed, PolicyStatement } from "../contracts";
import { vendedLogGroupArgs } from "../base/log-groups";
import { resourceRules } from "../../rules";
import { AccessibleWorkflow, ExistingWorkflow, WorkflowKind } from "./accessible-workflow";
import { validatorProblems, withoutOutputs } from "./validate-definition";
import { StatesDefinition, statesLanguage, StatesLanguage, tasksIn } from "./workflow-definition";

export interface WorkflowArgs<Names extends string = string> extends StatesDefinition<Names> {
  /**
   * `standard`: every step once, up to a year, its history kept for 90 days; paid by the step.
   * `express`: at least once, up to five minutes; paid by time and memory, cheap in great numbers.
   * Default: `standard`. A change makes a new workflow: AWS changes no workflow's kind.
   */
  kind?: WorkflowKind;
  /** Seconds an execution may take. Default: a year, five minutes for an express one. */
  timeoutSeconds?: number;
  /** For whoever reads the definition. */
  comment?: string;
  /** What the workflow needs beside what its tasks say. Default: nothing. */
  access?: readonly Access[];
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    stateMachine: aws.sfn.StateMachineArgs;
    logGroup: aws.cloudwatch.LogGroupArgs;
    role: aws.iam.RoleArgs;
    policy: aws.iam.RolePolicyArgs;
  }>;
}

/**
 * A Step Functions workflow from a typed definition: the Amazon States Language with JSONata, its
 * fields written with small first letters. `next` is checked by the compiler; the whole is validated
 * while the program runs, before anything is deployed. Its role may do what its tasks need, its log
 * has every step and no data, and X-Ray traces it.
 *
 * Creates: 1 state machine, 1 role with a policy, 1 log group. Costs nothing when idle.
 *
 * @example
 * const publish = new LambdaFunction("publish", async () => ({ published: true }));
 * const ask = new LambdaFunction("ask", async (question: { taskToken: string }) => console.log(question.taskToken));
 * const moderate = new Workflow("moderate", {
 *   startAt: "Ask",
 *   states: {
 *     Ask: {
 *       type: "Task",
 *       task: callFunction(ask, { waitForAnswer: true }),
 *       timeoutSeconds: 7 * 24 * 3600,
 *       next: "Decide",
 *     },
 *     Decide: {
 *       type: "Choice",
 *       choices: [{ condition: "{% $states.input.approved %}", next: "Publish" }],
 *       default: "Reject",
 *     },
 *     Publish: { type: "Task", task: callFunction(publish), end: true },
 *     Reject: { type: "Succeed" },
 *   },
 * });
 * new LambdaFunction("approve", handler, { access: [moderate.answer()] });
 */
export class Workflow<const Names extends string = string>
  extends AccessibleWorkflow
  implements Alarmed
{
  /** Gives a workflow that is there already the same methods. Nothing is made or changed. */
  static readonly existing = existing(ExistingWorkflow);
  readonly arn: pulumi.Output<string>;
  readonly kind: WorkflowKind;
  readonly keyArn?: pulumi.Output<string>;
  readonly roleArn: pulumi.Output<string>;
  readonly logGroupName: pulumi.Output<string>;
  readonly nodes: {
    readonly stateMachine: aws.sfn.StateMachine;
    readonly role: aws.iam.Role;
    readonly logGroup: aws.cloudwatch.LogGroup;
  };

  /** @throws pulumi.RunError with everything that AWS would refuse in the definition. */
  constructor(name: string, args: WorkflowArgs<Names>, opts?: pulumi.ComponentResourceOptions) {
    super("strata:decoupling:Workflow", name, args, opts);
    this.kind = args.kind ?? "standard";
    this.keyArn = this.environment.keyArn("data");
    this.refuseInvalid(args);

    const logGroup = this.child(
      aws.cloudwatch.LogGroup,
      "logs",
      vendedLogGroupArgs(this.environment, name, "states"),
      { key: "logGroup" },
    );
    const role = this.child(aws.iam.Role, "role", {
      assumeRolePolicy: assumedBy("states.amazonaws.com"),
    });
    const policy = this.child(aws.iam.RolePolicy, "policy", {
      role: role.name,
      policy: policyDocument(this.statements(args)),
    });
    const partition = whenMade(role.arn, (arn) => arn.split(":")[1]);
    const stateMachine = this.child(
      aws.sfn.StateMachine,
      main,
      {
        type: this.type(),
        roleArn: role.arn,
        definition: pulumi.jsonStringify(this.definition(args, partition)),
        encryptionConfiguration: this.keyArn
          ? { type: "CUSTOMER_MANAGED_KMS_KEY", kmsKeyId: this.keyArn }
          : { type: "AWS_OWNED_KEY" },
        loggingConfiguration: {
          level: "ALL",
          includeExecutionData: false, // inputs and outputs hold what users entrusted to the workflow
          logDestination: pulumi.interpolate`${logGroup.arn}:*`,
        },
        tracingConfiguration: { enabled: true },
      },
      // Step Functions tries both when the workflow is made.
      { dependsOn: [policy] },
    );
    if (this.keyArn) this.environment.admitToKey("data", "states.amazonaws.com");
    this.arn = stateMachine.arn;
    this.roleArn = role.arn;
    this.logGroupName = logGroup.name;
    this.nodes = { stateMachine, role, logGroup };
  }

  alarmDefinitions(): readonly AlarmDefinition[] {
    const metric = (name: string, metricName: string, description: string): AlarmDefinition => ({
      name,
      description,
      namespace: "AWS/States",
      metricName,
      dimensions: { StateMachineArn: this.arn },
      statistic: "Sum",
      threshold: 0,
    });
    return [
      metric(
        "failed",
        "ExecutionsFailed",
        "An execution failed: see its history, or the log of the workflow.",
      ),
      metric(
        "timed-out",
        "ExecutionsTimedOut",
        "An execution took longer than it may: see which task it waited for.",
      ),
      metric(
        "throttled",
        "ExecutionThrottled",
        "Steps were held back: more of them than the account may take in a second.",
      ),
    ];
  }

  private definition(
    args: StatesDefinition & Pick<WorkflowArgs, "comment" | "timeoutSeconds">,
    partition: pulumi.Input<string>,
  ): StatesLanguage {
    const resource = (integration: string) =>
      pulumi.interpolate`arn:${partition}:states:::${integration}`;
    return {
      ...(args.comment === undefined ? {} : { Comment: args.comment }),
      QueryLanguage: "JSONata",
      ...(args.timeoutSeconds === undefined ? {} : { TimeoutSeconds: args.timeoutSeconds }),
      ...statesLanguage(args, resource),
    };
  }

  /** By what is known now; the rules see the whole definition in the preview. */
  private refuseInvalid(args: WorkflowArgs): void {
    const known = withoutOutputs({
      ...this.definition(args, "aws"),
      ...statesLanguage(args, (integration) => `arn:aws:states:::${integration}`),
    }) as StatesLanguage;
    const rules = resourceRules.filter(({ id }) => /^SFN-0[234]/.test(id));
    const plain = { type: this.type(), definition: JSON.stringify(known) };
    checkArguments(this, aws.sfn.StateMachine, this.logicalName, plain, rules);
    const problems = validatorProblems(known);
    if (problems.length > 0) {
      throw this.refuse(
        "states",
        problems.join("; "),
        "a definition that asl-validator takes",
        "correct the state it names; expressions are JSONata between {% and %}",
      );
    }
  }

  private type(): "EXPRESS" | "STANDARD" {
    return this.kind === "express" ? "EXPRESS" : "STANDARD";
  }

  /** Exactly what the tasks need, and what Step Functions itself does with the role. */
  private statements(args: WorkflowArgs): PolicyStatement[] {
    const tasks = tasksIn(args).flatMap(({ access }) => access);
    return [
      {
        // None of these has a resource to name ("Using CloudWatch Logs", Step Functions guide).
        Effect: "Allow",
        Action: [
          "logs:CreateLogDelivery",
          "logs:GetLogDelivery",
          "logs:UpdateLogDelivery",
          "logs:DeleteLogDelivery",
          "logs:ListLogDeliveries",
          "logs:PutResourcePolicy",
          "logs:DescribeResourcePolicies",
          "logs:DescribeLogGroups",
        ],
        Resource: "*",
      },
      {
        Effect: "Allow",
        Action: [
          "xray:PutTraceSegments",
          "xray:PutTelemetryRecords",
          "xray:GetSamplingRules",
          "xray:GetSamplingTargets",
        ],
        Resource: "*",
      },
      ...(this.keyArn
        ? [
            {
              Effect: "Allow" as const,
              Action: ["kms:Decrypt", "kms:GenerateDataKey"],
              Resource: this.keyArn,
            },
          ]
        : []),
      ...unique([...tasks, ...(args.access ?? [])].flatMap(({ statements }) => statements)),
    ];
  }
}

/** Two tasks that call the same function need it allowed once. */
function unique(statements: readonly PolicyStatement[]): PolicyStatement[] {
  const isSame = (one: PolicyStatement, other: PolicyStatement) =>
    one.Resource === other.Resource &&
    JSON.stringify(one.Action) === JSON.stringify(other.Action) &&
    one.Condition === other.Condition;
  return statements.filter(
    (statement, index) => !statements.slice(0, index).some((earlier) => isSame(statement, earlier)),
  );
}
