/**
 * What can be known of a resource type, and the words in which `facts/<service>.ts` says it. A file
 * there exports `facts`; it is found by its folder, so a new service is a new file and nothing else.
 */
import type { ClaimFact } from "./claim-table/fact";
import type { Shape } from "./shapes";
import type { Props, Value } from "./wire-values";

/**
 * What an output looks like, from the AWS service authorization reference (ARN formats) and the API
 * reference of each service. In a template `{region}` and `{account}` are the provider's, `{auto}` is
 * the name Pulumi makes up, `{hex:17}`, `{digits:10}`, `{base36:13}`, `{BASE36:14}` and `{uuid}` are
 * made-up parts, and any other word is another output of the same resource, given or computed. A
 * function makes what is more than a text.
 */
export type Form = string | ((shape: Shape) => Value | undefined);

/** By output name; `id` is the physical id. */
export type Outputs = Readonly<Record<string, Form | undefined>>;

/** Arguments and outputs of a resource that lives in the account, without envelopes. */
export type Values = { readonly [property: string]: unknown };

/** AWS's error: `RouteAlreadyExists` and its words. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** Within what something may not repeat. */
export type Scope = "region" | "account" | "world";

/** A name that AWS gives out once. Source: the `Create…` operation's errors in the API reference. */
export interface UniqueName {
  /** The properties that together may not repeat. */
  readonly key: readonly string[];
  readonly scope: Scope;
  /** AWS's error code. */
  readonly code: string;
  /** AWS's words; `{name}` stands for the last part of the key, `{property}` for any other. */
  readonly message: string;
  /** True where AWS compares without regard to case. */
  readonly ignoringCase?: true;
}

/** How many there may be. */
export interface Quota extends Refusal {
  /** AWS's default. */
  readonly limit: number;
  /** In words, for a report: `Elastic IP addresses`. */
  readonly what: string;
  /** The argument that the quota is counted in, beside the region. */
  readonly per?: string;
}

/** AWS's answer to deleting what others stand in; `{id}` in its words is the id. */
export interface Deletion extends Refusal {
  /** The property by which the others name it. Default `id`. */
  readonly namedBy?: string;
}

/** Which arguments make AWS create a new resource and delete the old one when they change. */
export interface Replacement {
  /** CloudFormation's name of the type: its create-only properties replace (`create-only.recorded.json`). */
  readonly spec?: string;
  /** The provider's names of such properties, where they differ; `null` where it has none. */
  readonly names?: { readonly [property: string]: string | null };
  /** Arguments that replace though CloudFormation does not say so, each with the reason. */
  readonly also?: { readonly [argument: string]: string };
  /** Arguments that the provider changes in place though CloudFormation can't, each with the reason. */
  readonly inPlace?: { readonly [argument: string]: string };
  /** Arguments of which some changes replace, and others are made in place. */
  readonly sometimes?: { readonly [argument: string]: SometimesReplaces };
}

/** Which changes of an argument replace: the provider compares both values (`CustomizeDiff` in its source). */
export interface SometimesReplaces {
  /** In words, after "replaces". */
  readonly when: string;
  readonly replaces: (change: ChangedArgument) => boolean;
}

/** One argument of a resource before and after. */
export interface ChangedArgument {
  readonly before: Value | undefined;
  readonly after: Value | undefined;
  /** All arguments after the change. */
  readonly inputs: Props;
  /** True where the value comes from a resource that is replaced: it is another one, however equal it looks. */
  readonly isAnothers?: boolean;
}

/** The provider's schema: https://github.com/hashicorp/terraform-provider-aws, `internal/service`. */
export const FORCES_NEW = "the provider's schema says ForceNew";
export const NO_SUCH_TYPE = "CloudFormation has no such type; the provider's schema says ForceNew";
export const NAME_PREFIX = "the provider's own: the name is made from it";

/** Several arguments that differ for one reason. */
export function because(
  reason: string,
  ...given: readonly string[]
): { readonly [argument: string]: string } {
  return Object.fromEntries(given.map((argument) => [argument, reason]));
}

/** All that is known of one type. What is left out is not known. */
export interface TypeFacts {
  readonly outputs?: Outputs;
  /** Names that AWS makes up have no capital letters. Those that the provider makes up: rules/names.ts. */
  readonly lowerCaseNames?: boolean;
  /** Left out, a change of any argument may replace the resource; `{}`: none does. */
  readonly replaces?: Replacement;
  /** Outputs that an update of anything but tags counts up, where this holds of the arguments. */
  readonly counts?: { readonly [output: string]: (inputs: Props) => boolean };
  readonly unique?: UniqueName;
  /** What else a resource has for itself alone; rows that many services share are in `claim-table/`. */
  readonly claims?: readonly ClaimFact[];
  /** The refusal of a second resource of the type because of what the first one is. */
  readonly conflict?: (wanted: Values, standing: Values) => Refusal | undefined;
  readonly quota?: Quota;
  /** The refusal to delete it while others stand in it. */
  readonly deletion?: Deletion;
  /** The refusal to delete it because of what it is itself. */
  readonly keepsItself?: (standing: Values) => Refusal | undefined;
  /** Types that can't be deleted while this resource names them, and the arguments that do. */
  readonly standsIn?: { readonly [type: string]: readonly string[] };
}

/** The facts of one service, by type token. */
export type Facts = { readonly [type: string]: TypeFacts };

/** A name that is unique within a region of the account. */
export function inRegion(
  code: string,
  message: string,
  key: readonly string[] = ["name"],
): UniqueName {
  return { key, scope: "region", code, message };
}

/** A name that is unique within the account. */
export function inAccount(
  code: string,
  message: string,
  key: readonly string[] = ["name"],
): UniqueName {
  return { key, scope: "account", code, message };
}

/** A name that nobody else in the world may have. */
export function inWorld(code: string, message: string, key: readonly string[]): UniqueName {
  return { key, scope: "world", code, message };
}

/** The same name in other letters is the same name. */
export function ignoringCase(unique: UniqueName): UniqueName {
  return { ...unique, ignoringCase: true };
}
