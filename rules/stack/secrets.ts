import { lambda } from "../base/types/lambda";
import type { StackProblem, StackResource, StackRule } from "../base/rule";
import { equals } from "../base/values";

/** Arguments that whoever may describe the resource can read. */
const READABLE: readonly {
  readonly type: string;
  readonly argument: string;
}[] = [
  { type: lambda.function, argument: "environment" },
  { type: "aws:ecs/taskDefinition:TaskDefinition", argument: "containerDefinitions" },
  { type: "aws:ec2/instance:Instance", argument: "userData" },
  { type: "aws:ec2/instance:Instance", argument: "userDataBase64" },
  { type: "aws:ec2/launchTemplate:LaunchTemplate", argument: "userData" },
];

/**
 * A parameter's value can't be judged by the mark: the provider marks every parameter's, secret or
 * not. It is judged by what it was made from, which holds where the mark was taken off as well.
 */
const PARAMETER = "aws:ssm/parameter:Parameter";
const PASSWORD = "random:index/randomPassword:RandomPassword";

export const stackRules: readonly StackRule[] = [
  {
    id: "SEC-PLAIN-secret",
    severity: "warning",
    type: [...new Set([...READABLE.map(({ type }) => type), PARAMETER])],
    limit: "no secret where whoever may describe the resource can read it",
    source: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html",
    fix: "Keep it in Secrets Manager or a SecureString parameter, and let what needs it fetch it at run time: secret.read().",
    checkStack: (resources) => {
      const passwords = resources.filter(({ type }) => type === PASSWORD).map(({ urn }) => urn);
      return resources.flatMap((resource) => [
        ...READABLE.filter(({ type }) => type === resource.type)
          .flatMap(({ argument }) => secretsBelow(resource, argument))
          .map((argument): StackProblem => ({ urn: resource.urn, argument, found: "a secret" })),
        ...(resource.type === PARAMETER ? passwordsIn(resource, passwords) : []),
      ]);
    },
  },
];

function secretsBelow({ secrets = [] }: StackResource, argument: string): readonly string[] {
  return secrets.filter((path) => path === argument || /^[.[]/.test(after(path, argument)));
}

function passwordsIn(
  { urn, values, propertyDependencies }: StackResource,
  passwords: readonly string[],
): StackProblem[] {
  const isPlain = equals(values, "type", "String") || equals(values, "type", "StringList");
  return [...(isPlain ? ["value"] : []), "insecureValue"]
    .filter((argument) => propertyDependencies[argument]?.some((from) => passwords.includes(from)))
    .map((argument) => ({ urn, argument, found: "a random password" }));
}

function after(path: string, argument: string): string {
  return path.startsWith(argument) ? path.slice(argument.length) : "";
}
