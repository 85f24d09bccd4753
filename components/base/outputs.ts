/** What a component tells the outside. */
import * as pulumi from "@pulumi/pulumi";

/** Pulumi's own fields, and what is there for those who build on a component. */
const NOT_OUTPUTS = /^(__.*|urn|logicalName|environment|nodes|ready|.*Kind)$/;

/**
 * The public fields that hold Outputs or plain data, as they stand now. What is nobody else's business is
 * a `#private` field or a getter, which this does not see; resources, components and functions are passed
 * over, and so are the words that tell the members of a union apart (`destinationKind`).
 */
export function outputsOf(component: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(component).filter(([name, value]) => !NOT_OUTPUTS.test(name) && isData(value)),
  );
}

/** A value from outside as an Output, where there is one. */
export function outputOf<Value>(
  given: pulumi.Input<Value> | undefined,
): pulumi.Output<Value> | undefined {
  return given === undefined ? undefined : (pulumi.output(given) as pulumi.Output<Value>);
}

/**
 * What `read` makes of a resource's output. An update that leaves the resource out (`pulumi up --target`)
 * answers without outputs and calls them known: then there is nothing to read, and nothing is made of it.
 */
export function whenMade<Value, Read>(
  output: pulumi.Output<Value>,
  read: (value: Value) => Read,
): pulumi.Output<Read> {
  return output.apply(
    (value: Value | undefined) => (value === undefined ? undefined : read(value)) as Read,
  );
}

function isData(value: unknown): boolean {
  if (pulumi.Output.isInstance(value)) {
    return true;
  }
  if (Array.isArray(value)) {
    return value.every(isData);
  }
  if (typeof value === "object" && value !== null) {
    const plain = Object.getPrototypeOf(value) === Object.prototype;
    return plain && Object.values(value).every(isData);
  }
  return ["string", "number", "boolean"].includes(typeof value);
}
