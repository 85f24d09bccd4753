/**
 * What AWS's own answers look like, type by type: templates of ids, ARNs, endpoints and names, from
 * the AWS service authorization reference (ARN formats) and the API reference of each service.
 * A missing row costs realism, never a reference: `shapes.ts` falls back on the property's name.
 *
 * In a template, `{region}` and `{account}` are the provider's, `{auto}` is the name Pulumi makes
 * up, `{hex:17}`, `{digits:10}`, `{base36:13}`, `{BASE36:14}` and `{uuid}` are made-up parts, and any
 * other word is another output of the same resource, given or computed.
 */
export type Templates = Readonly<Record<string, string>>;

/** By type token. */
export type Shapes = Readonly<Record<string, Templates | undefined>>;

export const EC2 = "arn:aws:ec2:{region}:{account}";

/** What EC2 numbers: an id with a prefix, and an ARN with that id. */
export function ec2(prefix: string, kind: string): Templates {
  return { id: `${prefix}-{hex:17}`, arn: `${EC2}:${kind}/{id}` };
}
