/** References to other stacks: what they give, and how they are written. */
import { containsSecret, Props, UNKNOWN } from "../../cloud-model";
import { FindingLog } from "./findings";
import { Deployment, RegisteredResource } from "./registration";

interface Asked {
  readonly deployment: Deployment;
  readonly findings: FindingLog;
}

/** What a StackReference gets: the other stack's outputs, unknown where nobody has them. */
export async function stackReference(
  resource: RegisteredResource,
  name: string,
  asked: Asked,
): Promise<Props> {
  const { deployment, findings } = asked;
  warnOfTwoParts(resource, name, asked);
  const sibling = await deployment.sibling(name);
  if (typeof sibling === "string") {
    findings.add({
      ...{ rule: "unknown-stack", severity: "warning", urn: resource.urn },
      places: [resource.stack],
      message: `StackReference '${name}' has no answer, so its outputs are unknown: ${sibling}`,
      fix: "Refer to a stack of this project, or give its outputs where you test this program.",
    });
    return { name, outputs: UNKNOWN };
  }
  const { outputs } = sibling;
  const secretOutputNames = Object.keys(outputs).filter((key) => containsSecret(outputs[key]));
  return { name, outputs, secretOutputNames: secretOutputNames.sort() };
}

/** The CLI reads two parts as organisation and stack of this project; whether there is such an organisation is not known offline. */
function warnOfTwoParts(
  resource: RegisteredResource,
  name: string,
  { deployment, findings }: Asked,
): void {
  const { organization, project } = deployment;
  const [owner, stack, ...rest] = name.split("/");
  if (stack === undefined || rest.length > 0 || owner === organization) return;
  findings.add({
    ...{ rule: "stack-reference", severity: "warning", urn: resource.urn },
    places: [resource.stack],
    message: `StackReference '${name}' has two parts: the CLI reads them as organisation '${owner}' and stack '${stack}' of project '${project}'; allowed: organisation, project and stack`,
    fix: `Write \`\${pulumi.getOrganization()}/<project>/${stack}\`.`,
  });
}
