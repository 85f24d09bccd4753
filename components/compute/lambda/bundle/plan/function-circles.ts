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

/**
 * Notes that a function captures an output; the captures that lead back to it, if they do.
 *
 * @param owner The component of the function that captures.
 */
export function circleThrough(
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
    if (back) return [capture, ...back];
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
function componentsOf(output: pulumi.Output<unknown>): pulumi.Resource[] {
  const { resources } = output as unknown as { resources(): Iterable<pulumi.Resource> };
  return [...resources.call(output)].flatMap((resource) => {
    if (madeBefore.test((resource as { __pulumiType?: string }).__pulumiType ?? "")) return [];
    const found: pulumi.Resource[] = [];
    let each: pulumi.Resource | undefined = resource;
    while (each) {
      if (each instanceof pulumi.ComponentResource) found.push(each);
      each = (each as { __parentResource?: pulumi.Resource }).__parentResource;
    }
    return found;
  });
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
