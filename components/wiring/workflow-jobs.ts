/**
 * Jobs that a workflow starts and waits for. Step Functions learns of their end from events, through
 * rules that it makes itself with the workflow's role, so the role needs rights for those as well
 * ("How Step Functions generates IAM policies for integrated services", Step Functions guide).
 */
import * as pulumi from "@pulumi/pulumi";
import { whenMade } from "../base/outputs";
import type { Access, PolicyStatement, WorkflowTask } from "../contracts";

/** The rules that Step Functions makes for itself, by what they wait for. */
const eventRules = {
  execution: "StepFunctionsGetEventsForStepFunctionsExecutionRule",
  containerTask: "StepFunctionsGetEventsForECSTaskRule",
  batchJob: "StepFunctionsGetEventsForBatchJobsRule",
  sparkJob: "StepFunctionsGetEventsForEMRServerlessJobRule",
  clusterStep: "StepFunctionsGetEventForEMRAddJobFlowStepsRule",
} as const;

/**
 * Rights on the rule by which Step Functions learns that a job ended.
 *
 * @param kind what is waited for
 * @param neighbour ARN of anything in the account and region of the job
 */
function jobEvents(
  kind: keyof typeof eventRules,
  neighbour: pulumi.Input<string>,
): PolicyStatement {
  return {
    Effect: "Allow",
    Action: ["events:PutTargets", "events:PutRule", "events:DescribeRule"],
    Resource: besides(neighbour, "events", `rule/${eventRules[kind]}`),
  };
}

/**
 * Runs another workflow and waits until it ended; the state's result is its output.
 *
 * @param workflow `start` is what starts it: `workflow.start()`. Not an express workflow.
 * @param input What it gets. Default: the state's input.
 */
export function runWorkflow(
  workflow: { readonly arn: pulumi.Output<string>; start(): Access },
  input: unknown = "{% $states.input %}",
): WorkflowTask {
  const { arn } = workflow;
  const executions = whenMade(arn, (text) => `${text.replace(":stateMachine:", ":execution:")}:*`);
  return {
    // The `:2` gives the output as JSON, not as text.
    integration: "states:startExecution.sync:2",
    arguments: { StateMachineArn: arn, Input: input },
    output: "{% $states.result.Output %}",
    access: [
      workflow.start(),
      {
        statements: [
          {
            Effect: "Allow",
            Action: ["states:DescribeExecution", "states:StopExecution"],
            Resource: executions,
          },
          jobEvents("execution", arn),
        ],
      },
    ],
  };
}

export interface ContainerJob {
  clusterArn: pulumi.Input<string>;
  /** ARN of the task definition, with its revision. */
  taskDefinitionArn: pulumi.Input<string>;
  /** The roles that the containers run and are started with: the workflow hands them on. */
  roleArns: pulumi.Input<string>[];
  /** Arguments of ECS's RunTask beside cluster and task definition, in ECS's words: `{ LaunchType: "FARGATE", NetworkConfiguration }`. */
  arguments?: Readonly<Record<string, unknown>>;
}

/** Runs a container on ECS and waits until it stopped; fails where the container did. */
export function runContainer(job: ContainerJob): WorkflowTask {
  const { clusterArn, taskDefinitionArn, roleArns } = job;
  const statements: PolicyStatement[] = [
    { Effect: "Allow", Action: "ecs:RunTask", Resource: taskDefinitionArn },
    {
      // The task's own ARN is not known before; the cluster is (ECS, service authorization reference).
      Effect: "Allow",
      Action: ["ecs:StopTask", "ecs:DescribeTasks"],
      Resource: "*",
      Condition: { ArnEquals: { "ecs:cluster": clusterArn } },
    },
    jobEvents("containerTask", clusterArn),
    {
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: roleArns,
      Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    },
  ];
  return {
    integration: "ecs:runTask.sync",
    arguments: { Cluster: clusterArn, TaskDefinition: taskDefinitionArn, ...job.arguments },
    access: [{ statements }],
  };
}

export interface BatchJob {
  jobQueueArn: pulumi.Input<string>;
  /** ARN of the job definition, with its revision. */
  jobDefinitionArn: pulumi.Input<string>;
  /** Name of the job, or an expression. Limit: 128 letters, digits, hyphens and underscores. */
  jobName: pulumi.Input<string>;
  /** Arguments of Batch's SubmitJob beside these, in Batch's words: `{ Parameters: { day: "{% $states.input.day %}" } }`. */
  arguments?: Readonly<Record<string, unknown>>;
}

/** Submits a job to AWS Batch and waits until it ended; fails where the job did. */
export function runBatchJob(job: BatchJob): WorkflowTask {
  const { jobQueueArn, jobDefinitionArn, jobName } = job;
  const statements: PolicyStatement[] = [
    { Effect: "Allow", Action: "batch:SubmitJob", Resource: [jobQueueArn, jobDefinitionArn] },
    {
      // Jobs have no ARN before they are submitted, and DescribeJobs none at all (Batch, service authorization reference).
      Effect: "Allow",
      Action: ["batch:DescribeJobs", "batch:TerminateJob"],
      Resource: "*",
    },
    jobEvents("batchJob", jobQueueArn),
  ];
  return {
    integration: "batch:submitJob.sync",
    arguments: {
      JobQueue: jobQueueArn,
      JobDefinition: jobDefinitionArn,
      JobName: jobName,
      ...job.arguments,
    },
    access: [{ statements }],
  };
}

export interface SparkJob {
  applicationId: pulumi.Input<string>;
  /** ARN of the application, which the workflow may start jobs on. */
  applicationArn: pulumi.Input<string>;
  /** The role that the job runs with: the workflow hands it on. */
  roleArn: pulumi.Input<string>;
  /** Arguments of EMR Serverless's StartJobRun beside these, in its words: `{ JobDriver: { SparkSubmit } }`. */
  arguments: Readonly<Record<string, unknown>>;
}

/** Starts a job on EMR Serverless and waits until it ended; fails where the job did. */
export function runSparkJob(job: SparkJob): WorkflowTask {
  const { applicationId, applicationArn, roleArn } = job;
  return {
    integration: "emr-serverless:startJobRun.sync",
    arguments: { ApplicationId: applicationId, ExecutionRoleArn: roleArn, ...job.arguments },
    access: [submitSparkJob(job), { statements: [jobEvents("sparkJob", applicationArn)] }],
  };
}

/** Starts jobs, follows and ends them ("IAM policies for Amazon EMR Serverless", Step Functions developer guide). */
export function submitSparkJob({
  applicationArn,
  roleArn,
}: Pick<SparkJob, "applicationArn" | "roleArn">): Access {
  return {
    statements: [
      { Effect: "Allow", Action: "emr-serverless:StartJobRun", Resource: applicationArn },
      {
        Effect: "Allow",
        Action: ["emr-serverless:GetJobRun", "emr-serverless:CancelJobRun"],
        Resource: pulumi.interpolate`${applicationArn}/jobruns/*`,
      },
      {
        Effect: "Allow",
        Action: "iam:PassRole",
        Resource: roleArn,
        Condition: { StringEquals: { "iam:PassedToService": "emr-serverless.amazonaws.com" } },
      },
    ],
  };
}

export interface ClusterStep {
  clusterId: pulumi.Input<string>;
  /** ARN of the cluster, which the workflow may add steps to. */
  clusterArn: pulumi.Input<string>;
  /** Its name in EMR's list. */
  name: string;
  /** Command and arguments, as a shell on the first node would get them. */
  command: readonly pulumi.Input<string>[];
}

/** Adds a step to a cluster of EMR and waits until it ended; fails where the step did. The cluster goes on. */
export function runClusterStep({
  clusterId,
  clusterArn,
  name,
  command,
}: ClusterStep): WorkflowTask {
  const actions = ["AddJobFlowSteps", "DescribeStep", "CancelSteps"];
  const statements: PolicyStatement[] = [
    {
      Effect: "Allow",
      Action: actions.map((action) => `elasticmapreduce:${action}`),
      Resource: clusterArn,
    },
    jobEvents("clusterStep", clusterArn),
  ];
  return {
    integration: "elasticmapreduce:addStep.sync",
    arguments: {
      ClusterId: clusterId,
      Step: {
        Name: name,
        ActionOnFailure: "CONTINUE",
        HadoopJarStep: { Jar: "command-runner.jar", Args: [...command] },
      },
    },
    access: [{ statements }],
  };
}

/** The ARN of something of a service in the partition, region and account of another ARN. */
function besides(
  neighbour: pulumi.Input<string>,
  service: string,
  resource: string,
): pulumi.Output<string> {
  return whenMade(pulumi.output(neighbour), (text) => {
    const [, partition, , region, account] = text.split(":");
    return `arn:${partition}:${service}:${region}:${account}:${resource}`;
  });
}
