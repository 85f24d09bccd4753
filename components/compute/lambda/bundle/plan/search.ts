// Looks through what may come along, and through what that needs in turn, without taking anything in.
import * as ts from "typescript";
import { AnyFunction, isClass, scopesOf } from "../live/inspector";
import { View } from "../live/live-values";
import { writtenAt } from "../live/written-at";
import { isTypeOnly, Unit, unitOf } from "../source/declarations";
import { isInstalledPackage, relativeTo } from "../source/project";
import { classAt, functionAt, parseFile } from "../source/source-file";
import { contains } from "../source/syntax";
import { FrameDraft, FunctionDraft, ModuleDraft } from "./drafts";
import { Finding, Part, Refusal, Use } from "./findings";
import { lookThrough } from "./look-through";
import { placeOf } from "./plan";

export class Search {
  /** The function that was looked at first. */
  handlerNode!: ts.Node;
  private readonly modules = new Map<string, ModuleDraft>();
  private readonly looked = new Map<FrameDraft, Map<ts.Node, readonly Finding[]>>();

  constructor(
    private readonly root: string,
    private readonly whole: ReadonlySet<string>,
  ) {}

  get handler(): Part["handler"] {
    return { root: this.root, node: this.handlerNode, whole: this.whole };
  }

  findingsOf(part: Part): readonly Finding[] {
    const ofFrame = this.looked.get(part.frame) ?? new Map<ts.Node, readonly Finding[]>();
    this.looked.set(part.frame, ofFrame);
    const found = ofFrame.get(part.node) ?? lookThrough(part);
    ofFrame.set(part.node, found);
    return found;
  }

  /** The first of all that findings lead to which can't be taken in. */
  obstacle(
    part: Part,
    findings: readonly Finding[],
    seen = new Set<unknown>(),
  ): Refusal | undefined {
    for (const finding of findings) {
      if (finding.kind === "refuse") return finding;
      if (finding.kind === "either") {
        const first = this.obstacle(part, finding.first, seen);
        if (first && !first.isDeploymentOnly) return first;
        const otherwise = first && this.obstacle(part, finding.otherwise(""), seen);
        if (otherwise) return otherwise;
      }
      const needed = this.partsOf(part, finding);
      if ("kind" in needed) return needed;
      for (const next of needed) {
        const found = this.findingsOf(next);
        if (isTaken(next) || seen.has(found)) continue;
        seen.add(found);
        const obstacle = this.obstacle(next, found, seen);
        if (obstacle) return obstacle;
      }
    }
    return undefined;
  }

  /** What is to be looked through because of a finding. */
  partsOf(part: Part, finding: Finding): readonly Part[] | Refusal {
    if (finding.kind === "function") {
      const found = this.functionPart(finding.fn, placeOf(part.module, finding.replaces));
      return "kind" in found ? found : [found];
    }
    if (finding.kind !== "keep") return [];
    const { use, statement } = finding;
    const kept = { ...part, frame: use.owner };
    return [
      ...unitsOf(use).map(([, node]) => ({ ...kept, node, view: viewWithin(use, node) })),
      ...(statement ? [{ ...kept, node: statement }] : []),
    ];
  }

  functionPart(fn: AnyFunction, place: string): Part | Refusal {
    const at = writtenAt(fn);
    const refuse = (where: string, reason: string): Refusal => ({
      kind: "refuse",
      place: where,
      reason,
      isDeploymentOnly: false,
    });
    if (!at || isInstalledPackage(at.file)) {
      return refuse(
        place,
        `captures the function ${fn.name || "(anonymous)"}, which has no source of its own here (native, bound or made by a ` +
          "package). Call it from a function that is written in the program, or import it where the handler is written.",
      );
    }
    const { line, column, script } = at;
    const file = parseFile(at.file);
    const id = relativeTo(this.root, at.file);
    const node = isClass(fn) ? classAt(file, line, column) : functionAt(file, line, column);
    if (!node) {
      return refuse(
        `${id}:${line + 1}:${column + 1}`,
        "has no function at this place: its source and its source map don't agree. Compile the program again.",
      );
    }
    this.handlerNode ??= node;
    const module = this.modules.get(at.file) ?? new ModuleDraft(id, file, script);
    this.modules.set(at.file, module);
    const frame = module.frameOf(fn, node);
    return {
      node,
      module,
      frame,
      view: module.viewFrom(frame),
      cause: node,
      handler: this.handler,
    };
  }
}

export const isFunctionPart = (frame: FrameDraft, node: ts.Node): frame is FunctionDraft =>
  frame instanceof FunctionDraft && frame.node === node;

/** True for a part that has been taken in. */
export function isTaken({ frame, module, node }: Part): boolean {
  return isFunctionPart(frame, node)
    ? module.functions.includes(frame)
    : frame.units.has(node as Unit);
}

/** The declarations that belong to a use, each with what is kept of it: overloads and merged ones go together. */
export function unitsOf({ part, declaration }: Use): [ts.Declaration, Unit][] {
  const name = ts.getNameOfDeclaration(declaration);
  const all =
    name && ts.isIdentifier(name)
      ? part.module.file.declarationsOf(name).filter((each) => !isTypeOnly(each))
      : [declaration];
  return all.flatMap((each): [ts.Declaration, Unit][] => {
    const unit = unitOf(each);
    return unit ? [[each, unit]] : [];
  });
}

/** A function knows its own surroundings best, if it was written in this declaration. */
function viewWithin({ part: { module, view }, live }: Use, unit: Unit): View {
  const fn =
    live.known && typeof live.value === "function" ? (live.value as AnyFunction) : undefined;
  const at = fn && writtenAt(fn);
  const { file } = module;
  const node = at?.file === file.path ? functionAt(file, at.line, at.column) : undefined;
  return fn && node && contains(unit, node) ? view.from(node, scopesOf(fn)) : view;
}
