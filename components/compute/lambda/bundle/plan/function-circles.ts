// Functions that capture each other: each would wait for the other to be made, and neither ever is.
import * as pulumi from "@pulumi/pulumi";

interface Capture {
  readonly place: string;
  readonly name: string;
}

/** Which function captures an output of which others, and where. */
const captures = new Map<pulumi.Resource, Map<pulumi.Resource, Capture>>();

/** What a function's name and address don't wait for, and so captures may. */
const madeBefore = /^aws:(cloudwatch\/logGroup|iam\/role|iam\/rolePolicy|ec2\/securityGroup|vpc\/)/;

/** Why a function can't capture an output: it waits for the function, which then would wait for itself. */
export function whyItWaits(
  owner: pulumi.Resource,
  output: pulumi.Output<unknown>,
  capture: Capture,
): string | undefined {
  const { name } = capture;
  if (resourcesOf(output).some((resource) => [...parentsOf(resource)].includes(owner))) {
    return (
      `captures ${name}, an output of the function itself: the function can't be made before its own environment. ` +
      "In the handler use context.functionName or context.invokedFunctionArn."
    );
  }
  const asker = askerWith(owner, output);
  if (asker) {
    return (
      `captures ${name}, an output of ${asker.constructor.name} "${asker.logicalName}", which names this function and so is made after it: each would wait for the other. ` +
      "Take it from the event (event.userPoolId), or let another function do that part."
    );
  }
  const back = capturesBack(owner, output, capture);
  return (
    back &&
    `captures ${name}, whose function captures this one in turn (${back.map((each) => `${each.name} at ${each.place}`).join(", ")}): each would wait for the other to be made. ` +
      "Let one of the two get the other's name at run time, for example in its event or from a parameter."
  );
}

/** Notes that a function captures an output; the captures that lead back to it, if they do. */
function capturesBack(
  owner: pulumi.Resource,
  output: pulumi.Output<unknown>,
  capture: Capture,
): Capture[] | undefined {
  const own = captures.get(owner) ?? new Map<pulumi.Resource, Capture>();
  captures.set(owner, own);
  for (const other of componentsOf(output)) {
    if (other === owner) continue;
    own.set(other, capture);
    const back = pathTo(owner, other, new Set());
    if (back) return back;
  }
  return undefined;
}

/** What names a function in its own arguments and so is made after it, such as a user pool. */
type Asker = pulumi.Resource & { readonly logicalName: string };

const askers = new Map<pulumi.Resource, readonly Asker[]>();

/** Notes what is made after a function, before its handler is looked into. */
export function noteAskers(owner: pulumi.Resource, found: readonly Asker[]): void {
  if (found.length > 0) askers.set(owner, found);
}

/** What is made after the function and has this output, if anything is. */
export function askerWith(
  owner: pulumi.Resource,
  output: pulumi.Output<unknown>,
): Asker | undefined {
  return askers.get(owner)?.find((asker) => componentsOf(output).includes(asker));
}

/** The components that an output is of; of functions, only what waits for the function itself. */
const componentsOf = (output: pulumi.Output<unknown>): pulumi.Resource[] =>
  resourcesOf(output)
    .filter(({ __pulumiType: type = "" }) => !madeBefore.test(type))
    .flatMap((resource) => [...parentsOf(resource)])
    .filter((each) => each instanceof pulumi.ComponentResource);

/** What Pulumi keeps on every resource. */
type Known = pulumi.Resource & {
  readonly __pulumiType?: string;
  readonly __parentResource?: Known;
};

const resourcesOf = (output: pulumi.Output<unknown>): Known[] => [
  ...(output as unknown as { resources(): Iterable<Known> }).resources(),
];

/** The resource itself, and those it is part of. */
function* parentsOf(resource: Known): Generator<pulumi.Resource> {
  for (let each: Known | undefined = resource; each; each = each.__parentResource) yield each;
}

function pathTo(
  target: pulumi.Resource,
  from: pulumi.Resource,
  seen: Set<pulumi.Resource>,
): Capture[] | undefined {
  if (seen.has(from)) return undefined;
  seen.add(from);
  for (const [next, capture] of captures.get(from) ?? []) {
    if (next === target) return [capture];
    const rest = pathTo(target, next, seen);
    if (rest) return [capture, ...rest];
  }
  return undefined;
}
