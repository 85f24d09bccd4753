/** Which requests a rule of a load balancer takes. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Refuse } from "../../component";
import { mostConditionValues } from "../../../rules/load-balancing";

/** All that are given must hold; of the values of one, any. `*` stands for any characters, `?` for one. */
export interface RequestConditions {
  /** Host names, such as `admin.example.com` or `*.example.com`. Limit: 128 characters each. */
  hosts?: pulumi.Input<string>[];
  /** Paths, such as `/admin/*`. Limit: 128 characters each. */
  paths?: pulumi.Input<string>[];
  /** Values by the header's name: `{ "X-Api-Version": ["2"] }`. Limit: 128 characters each. */
  headers?: Readonly<Record<string, pulumi.Input<string>[]>>;
  /** HTTP methods, such as `GET`. */
  methods?: pulumi.Input<string>[];
  /** Values of the query string by key: `{ preview: "true" }`. */
  query?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Networks of the callers, such as `192.0.2.0/24`; behind a CDN that is the CDN. */
  sources?: pulumi.Input<string>[];
}

/** A header that every request must have: what a CDN adds, so that nobody goes round it. An `OriginSecret` is one. */
export interface RequiredHeader {
  /** Name of the header, such as `X-Origin-Secret`. */
  name: string;
  /** The values that are taken. Two while one follows the other, so that no request is lost. Limit: 1 to 3. */
  values: readonly pulumi.Input<string>[];
}

type Condition = aws.types.input.lb.ListenerRuleCondition;

/**
 * The conditions as the provider wants them; without any, every path.
 *
 * @throws pulumi.RunError for an empty list, and for more values than a rule takes
 */
export function conditionsOf(
  rule: string,
  { hosts, paths, headers = {}, methods, query = {}, sources }: RequestConditions,
  required: RequiredHeader | undefined,
  refuse: Refuse,
): Condition[] {
  const named = { hosts, paths, methods, sources, ...headers };
  const empty = Object.entries(named).find(([, values]) => values?.length === 0);
  if (empty) {
    throw refuse(`${rule} when.${empty[0]}`, [], "one value or more", "name one, or leave it out");
  }
  const wanted = Object.entries(query);
  const given: Condition[] = [
    ...(hosts ? [{ hostHeader: { values: hosts } }] : []),
    ...(paths ? [{ pathPattern: { values: paths } }] : []),
    ...Object.entries(headers).map(([httpHeaderName, values]) => ({
      httpHeader: { httpHeaderName, values },
    })),
    ...(methods ? [{ httpRequestMethod: { values: methods } }] : []),
    // One condition a key: those of one list are alternatives.
    ...wanted.map(([key, value]) => ({ queryStrings: [{ key, value }] })),
    ...(sources ? [{ sourceIp: { values: sources } }] : []),
    ...(required
      ? [{ httpHeader: { httpHeaderName: required.name, values: [...required.values] } }]
      : []),
  ];
  const count =
    Object.values(named).reduce((sum, values) => sum + (values?.length ?? 0), wanted.length) +
    (required?.values.length ?? 0);
  if (count > mostConditionValues) {
    throw refuse(
      `${rule} when`,
      `${count} values`,
      `at most ${mostConditionValues} values in all conditions of a rule${required ? ", the required header's among them" : ""}`,
      "use wildcards, or a second rule to the same targets",
    );
  }
  return given.length > 0 ? given : [{ pathPattern: { values: ["/*"] } }];
}
