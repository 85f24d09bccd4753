// What looking through a part of the source finds: for each variable, module and word in it how that gets into the bundle,
// as plain data. Nothing is taken in yet.
import * as pulumi from "@pulumi/pulumi";
import * as ts from "typescript";
import { AnyFunction } from "../live/inspector";
import type { Live, View } from "../live/live-values";
import { Unit } from "../source/declarations";
import { TextEdit } from "../source/syntax";
import type { FrameDraft, ImportedVariable, ModuleDraft } from "./drafts";
import { CapturedValue, ImportedName, Owner, placeOf } from "./plan";

/** Source that goes into the bundle: a captured function, a declaration or a statement. */
export interface Part {
  readonly node: ts.Node;
  readonly module: ModuleDraft;
  /** Whose text it is in: edits go there. */
  readonly frame: FrameDraft;
  readonly view: View;
  /** The function or statement on whose behalf it is looked through: a variable without a value is told there. */
  readonly cause: ts.Node;
  readonly handler: {
    readonly root: string;
    readonly node: ts.Node;
    /** Files that are bundled as they are. */
    readonly whole: ReadonlySet<string>;
  };
}

/** One use of a variable, with all that decides how it gets into the bundle. */
export interface Use extends Owner {
  readonly part: Part;
  readonly identifier: ts.Identifier;
  readonly declaration: ts.Declaration;
  readonly owner: FrameDraft;
  /** The declaration as it may be kept. */
  readonly unit?: Unit;
  readonly live: Live;
}

export type Finding =
  | { readonly kind: "edit"; readonly edit: TextEdit }
  /** What `import(...)` loads. */
  | { readonly kind: "load"; readonly specifier: string }
  | { readonly kind: "import"; readonly name: ImportedName }
  /** Imported from a local module: the way it gets in may change with what else does. */
  | {
      readonly kind: "imported";
      readonly declaration: ts.Declaration;
      readonly variable: ImportedVariable;
    }
  /** Another module makes it again, or a declaration that is no unit. */
  | {
      readonly kind: "made";
      readonly declaration: ts.Declaration;
      readonly name: string;
      readonly live: Live;
    }
  /** Written as it is now; in place of an expression where there is one. */
  | {
      readonly kind: "value";
      readonly owner: FrameDraft;
      readonly value: CapturedValue;
      readonly replaces?: ts.Expression;
    }
  | ({
      readonly kind: "output";
      readonly replaces: ts.Expression;
      readonly path: readonly string[];
      readonly output: pulumi.Output<unknown>;
      readonly isRead: boolean;
    } & Owner)
  | { readonly kind: "function"; readonly replaces: ts.Expression; readonly fn: AnyFunction }
  /** Its source is kept and looked through in turn, with the one statement that assigns it. */
  | { readonly kind: "keep"; readonly use: Use; readonly statement?: ts.ExpressionStatement }
  /** The first where all that it leads to can run in Lambda, else the others. */
  | {
      readonly kind: "either";
      readonly first: readonly Finding[];
      readonly otherwise: (obstacle: string) => readonly Finding[];
    }
  | { readonly kind: "warn"; readonly place: string; readonly text: string }
  | Refusal;

export interface Refusal {
  readonly kind: "refuse";
  readonly place: string;
  readonly reason: string;
  /** It exists only while deploying: a statement that needs it is left out, where it isn't the handler itself. */
  readonly isDeploymentOnly: boolean;
}

export const refusal = (
  { module }: Pick<Part, "module">,
  node: ts.Node,
  reason: string,
  isDeploymentOnly = false,
): Refusal => ({ kind: "refuse", place: placeOf(module, node), reason, isDeploymentOnly });

export const warning = (
  { module }: Pick<Part, "module">,
  node: ts.Node,
  text: string,
): Finding => ({
  kind: "warn",
  place: placeOf(module, node),
  text,
});

export const keep = (use: Use): Finding => ({ kind: "keep", use });
