import type { Inputs, StackResource } from "../../../rules";
import { codedeploy } from "../../../rules/base/types/codedeploy";
import { iam } from "../../../rules/base/types/iam";
import { lambda } from "../../../rules/base/types/lambda";
import { fn, make } from "./service-resources";
import { from, stackOf } from "./stack";
import type { StackCase } from "./stack-cases";

const LEFT = ["functionVersion", "routingConfig"];
const MANAGED = "arn:aws:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited";

interface Release {
  readonly group?: Inputs;
  readonly publish?: boolean;
  readonly left?: readonly string[];
  readonly hook?: string;
  /** What the role of CodeDeploy may do beside its managed policy. */
  readonly besides?: readonly object[];
}

const mayReport = JSON.stringify({
  Statement: [
    {
      Effect: "Allow",
      Action: "codedeploy:PutLifecycleEventHookExecutionStatus",
      Resource: "*",
    },
  ],
});

/** A function, its alias, what shifts that, and a hook. */
export function released({
  group,
  publish = true,
  left = LEFT,
  hook,
  ...rest
}: Release): StackResource[] {
  return stackOf(
    fn("orders", { publish }),
    make(lambda.alias)(
      "live",
      { functionName: from("orders"), functionVersion: from("orders"), name: "live" },
      { ignoreChanges: left },
    ),
    make(codedeploy.application)("app", { computePlatform: "Lambda" }),
    make(iam.role)("role"),
    ...(rest.besides
      ? [
          make(iam.rolePolicy)("besides", {
            role: from("role"),
            policy: JSON.stringify({ Statement: rest.besides }),
          }),
        ]
      : []),
    make(iam.rolePolicyAttachment)("managed", { role: from("role"), policyArn: MANAGED }),
    make(codedeploy.deploymentGroup)("group", {
      appName: from("app"),
      serviceRoleArn: from("role"),
      deploymentGroupName: "live",
      deploymentConfigName: "CodeDeployDefault.LambdaAllAtOnce",
      ...group,
    }),
    make(iam.role)("hook-role"),
    make(iam.rolePolicy)("report", { role: from("hook-role"), policy: mayReport }),
    fn("hook", { role: from("hook-role"), ...(hook === undefined ? {} : { name: hook }) }),
  );
}

const hook = "CodeDeployHook_orders";

/** Releases of functions through CodeDeploy. */
export const releaseStackCases: { readonly [rule: string]: StackCase } = {
  "CDP-01-platform": {
    pass: released({ hook }),
    fail: released({ hook, group: { deploymentConfigName: "CodeDeployDefault.OneAtATime" } }),
    blamed: "group",
  },
  "CDP-01-style": {
    pass: released({ hook, group: { deploymentStyle: { deploymentType: "BLUE_GREEN" } } }),
    fail: released({ hook, group: { deploymentStyle: { deploymentType: "IN_PLACE" } } }),
    blamed: "group",
  },
  "CDP-01-alias": {
    pass: released({ hook }),
    fail: released({ hook, left: ["routingConfig"] }),
    blamed: "live",
  },
  "CDP-01-version": {
    pass: released({ hook }),
    fail: released({ hook, publish: false }),
    blamed: "live",
  },
  "CDP-01-hook": { pass: released({ hook }), fail: released({}), blamed: "hook" },
};
