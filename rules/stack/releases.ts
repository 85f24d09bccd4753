/** Lambda releases through CodeDeploy: what a deployment group needs beside it. */
import { takes } from "../base/policy-document";
import { codedeploy } from "../base/types/codedeploy";
import { iam } from "../base/types/iam";
import { lambda } from "../base/types/lambda";
import type { StackProblem, StackResource, StackRule } from "../base/rule";
import { equals, isAbsent, listOf, textAt, valueAt } from "../base/values";
import { graphOf, type Graph } from "./graph";
import { grantsOf } from "./role-grants";

const GUIDE = "https://docs.aws.amazon.com/codedeploy/latest/userguide";

/** CodeDeploy's managed policies for Lambda let it call functions of this name alone. */
const HOOK_PREFIX = "CodeDeployHook_";
const MANAGED = /:policy\/service-role\/AWSCodeDeployRoleForLambda(Limited)?$/;
const REPORT = "codedeploy:PutLifecycleEventHookExecutionStatus";
const SHIFTED = ["functionVersion", "routingConfig"];

export const stackRules: readonly StackRule[] = [
  {
    id: "CDP-01-platform",
    severity: "error",
    type: codedeploy.deploymentGroup,
    limit: "a configuration for Lambda, as the application is; the default is one for servers",
    source: `${GUIDE}/deployment-configurations.html`,
    fix: "Set deploymentConfigName, such as CodeDeployDefault.LambdaCanary10Percent5Minutes.",
    checkStack: (resources) =>
      lambdaGroups(graphOf(resources)).flatMap(({ urn, values }) => {
        const found = textAt(values, "deploymentConfigName");
        const isOther =
          found?.startsWith("CodeDeployDefault.") && !found.startsWith("CodeDeployDefault.Lambda");
        return isOther || isAbsent(values, "deploymentConfigName")
          ? [{ urn, argument: "deploymentConfigName", found }]
          : [];
      }),
  },
  {
    id: "CDP-01-style",
    severity: "error",
    type: codedeploy.deploymentGroup,
    limit: "BLUE_GREEN: a version of a function is never changed in place",
    source: `${GUIDE}/deployments.html`,
    fix: 'Set deploymentStyle: { deploymentType: "BLUE_GREEN", deploymentOption: "WITH_TRAFFIC_CONTROL" }.',
    checkStack: (resources) =>
      lambdaGroups(graphOf(resources))
        .filter(({ values }) => equals(values, "deploymentStyle.deploymentType", "IN_PLACE"))
        .map(({ urn }) => ({
          ...{ urn, argument: "deploymentStyle.deploymentType", found: "IN_PLACE" },
        })),
  },
  {
    id: "CDP-01-alias",
    severity: "warning",
    type: [lambda.alias, codedeploy.deploymentGroup],
    limit:
      "an alias whose version and weights the program leaves to CodeDeploy: else each update moves all traffic at once",
    source: `${GUIDE}/deployments-create-lambda.html`,
    fix: 'Give the alias ignoreChanges: ["functionVersion", "routingConfig"].',
    checkStack: (resources) => {
      const graph = graphOf(resources);
      return lambdaGroups(graph).flatMap((group): StackProblem[] => {
        const alias = aliasOf(graph, group);
        if (alias && !isLeft(alias)) {
          const found = alias.ignoreChanges ?? [];
          return [{ urn: alias.urn, argument: "ignoreChanges", found: [...found] }];
        }
        const all = graph.ofType(lambda.alias);
        return !alias && all.length > 0 && !all.some(isLeft)
          ? [
              {
                urn: group.urn,
                argument: "deploymentGroupName",
                found: "no alias that is left to it",
              },
            ]
          : [];
      });
    },
  },
  {
    id: "CDP-01-version",
    severity: "error",
    type: lambda.alias,
    limit: "a published version: CodeDeploy shifts from one to the next, and $LATEST is none",
    source: `${GUIDE}/reference-appspec-file-structure-resources.html`,
    fix: "Give the function publish: true, and the alias its version.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const aliases = lambdaGroups(graph).flatMap((group) => aliasOf(graph, group) ?? []);
      return [...new Set(aliases)].flatMap((alias): StackProblem[] => {
        const argument = "functionVersion";
        if (textAt(alias.values, argument) === "$LATEST") {
          return [{ urn: alias.urn, argument, found: "$LATEST" }];
        }
        const fn = graph.candidates(alias, argument, lambda.function)[0] as
          StackResource | undefined;
        const isUnpublished =
          fn && (isAbsent(fn.values, "publish") || equals(fn.values, "publish", false));
        return isUnpublished
          ? [{ urn: alias.urn, argument, found: `that of ${fn.name}, which publishes none` }]
          : [];
      });
    },
  },
  {
    id: "CDP-01-hook",
    severity: "error",
    type: lambda.function,
    limit: `a name that begins with ${HOOK_PREFIX}: a managed policy of CodeDeploy lets it call no other function`,
    source: `${GUIDE}/reference-appspec-file-structure-hooks.html`,
    fix: "Rename the hook, or give CodeDeploy's role lambda:InvokeFunction on it.",
    checkStack: (resources) => {
      const graph = graphOf(resources);
      const roles = lambdaGroups(graph).flatMap(
        (group) => graph.one(group, "serviceRoleArn", iam.role) ?? [],
      );
      if (roles.length === 0 || !roles.every((role) => mayCallHooksAlone(graph, role))) return [];
      return graph
        .ofType(lambda.function)
        .filter((fn) => reports(graph, fn))
        .flatMap(({ urn, values, name }) => {
          const found = textAt(values, "name") ?? name;
          return found.startsWith(HOOK_PREFIX) ? [] : [{ urn, argument: "name", found }];
        });
    },
  },
];

/** Deployment groups of applications whose platform is Lambda. */
function lambdaGroups(graph: Graph): StackResource[] {
  return graph.ofType(codedeploy.deploymentGroup).filter((group) => {
    const application = graph.one(group, "appName", codedeploy.application);
    return application !== undefined && equals(application.values, "computePlatform", "Lambda");
  });
}

/** Nothing but the AppSpec says whose traffic a group shifts: so the alias that it is named after, or the only one. */
function aliasOf(graph: Graph, group: StackResource): StackResource | undefined {
  const named = graph.one(group, "deploymentGroupName", lambda.alias);
  const [alias, ...others] = graph.ofType(lambda.alias);
  return named ?? (others.length === 0 ? alias : undefined);
}

function isLeft({ ignoreChanges = [] }: StackResource): boolean {
  return SHIFTED.every((argument) => ignoreChanges.includes(argument));
}

/** True where the role has a managed policy that names hooks, and nothing else that lets it call functions. */
function mayCallHooksAlone(graph: Graph, role: StackResource): boolean {
  const attached = graph
    .ofType(iam.rolePolicyAttachment)
    .filter((attachment) => graph.one(attachment, "role", iam.role) === role)
    .map(({ values }) => textAt(values, "policyArn"));
  const listed = listOf(valueAt(role.values, "managedPolicyArns"));
  const managed = [...attached, ...listed];
  const isManaged = managed.length > 0 && managed.every((arn) => MANAGED.test(String(arn)));
  const { documents, unread } = grantsOf(graph, role);
  return isManaged && unread.length === 0 && !allows(documents, "lambda:InvokeFunction");
}

/** True where the function's role may tell CodeDeploy how a hook went. */
function reports(graph: Graph, fn: StackResource): boolean {
  const role = graph.one(fn, "role", iam.role);
  return role !== undefined && allows(grantsOf(graph, role).documents, REPORT);
}

function allows(documents: ReturnType<typeof grantsOf>["documents"], action: string): boolean {
  return documents.some(({ statements }) =>
    statements.some((one) => one.allows && takes(one, action)),
  );
}
