// Takes parts of the source into a plan, and what they need in turn: a worklist, in the order in which the source reads.
import * as pulumi from "@pulumi/pulumi";
import * as ts from "typescript";
import { AnyFunction } from "../live/inspector";
import { lookInto } from "../live/plain-data";
import { KeptStatement, Unit } from "../source/declarations";
import { runsAtOnce } from "../source/syntax";
import { CaptureError } from "./capture-error";
import { FrameDraft, FunctionDraft, ModuleDraft } from "./drafts";
import { Finding, Part, Refusal, Use } from "./findings";
import { whyItWaits } from "./function-circles";
import { CapturedOutput, Edit, placeOf, valueAt } from "./plan";
import { isFunctionPart, isTaken, Search, unitsOf } from "./search";

export class Collector {
  readonly modules = new Map<string, ModuleDraft>();
  readonly outputs: CapturedOutput[] = [];
  readonly warnings = new Set<string>();
  readonly search: Search;

  constructor(
    readonly handlerName: string,
    readonly root: string,
    /** The component the handler belongs to: what it makes can't be captured. */
    private readonly owner?: pulumi.Resource,
    whole: ReadonlySet<string> = new Set(),
  ) {
    this.search = new Search(root, whole);
  }

  /** Takes a function with the variables around it into the module it was written in. */
  addFunction(fn: AnyFunction): { module: ModuleDraft; frame: FunctionDraft } {
    const part = this.search.functionPart(fn, "native code");
    if ("kind" in part) throw this.error(part);
    this.add(part);
    return { module: part.module, frame: part.frame as FunctionDraft };
  }

  /** Takes a statement in; where something that it needs can't be, why not. */
  addStatement(module: ModuleDraft, frame: FrameDraft, node: KeptStatement): Refusal | undefined {
    const view = module.viewFrom(frame);
    const part = { node, module, frame, view, cause: node, handler: this.search.handler };
    const obstacle = this.search.obstacle(part, this.search.findingsOf(part));
    if (!obstacle) this.add(part);
    return obstacle;
  }

  warn(place: string, text: string): void {
    this.warnings.add(`${place}: handler "${this.handlerName}" ${text}`);
  }

  error({ place, reason }: Refusal): CaptureError {
    return new CaptureError(this.handlerName, place, reason);
  }

  /** Each part is gone through as far as it needs another one, which comes first. */
  private add(first: Part): void {
    const open: { part: Part; findings: Iterator<Finding> }[] = [];
    const start = (part: Part) =>
      open.push({ part, findings: this.search.findingsOf(part).values() });
    if (this.enter(first)) start(first);
    for (let last = open.at(-1); last; last = open.at(-1)) {
      const { done, value } = last.findings.next();
      if (!done) [...this.take(last.part, value as Finding)].reverse().forEach(start);
      else {
        this.leave(last.part);
        open.pop();
      }
    }
  }

  /** False for a part that is there already. */
  private enter(part: Part): boolean {
    if (isTaken(part)) return false;
    const { frame, module, node } = part;
    if (!isFunctionPart(frame, node)) frame.units.add(node as Unit);
    else {
      this.modules.set(module.file.path, module);
      frame.exportName = module.unusedName(`function${module.functions.length}`);
      module.functions.push(frame);
    }
    return true;
  }

  private leave({ frame, module, node }: Part): void {
    if (isFunctionPart(frame, node)) module.finished.push(frame);
  }

  /** Does what a finding says; gives the parts that come along for it. */
  private take(part: Part, finding: Finding): readonly Part[] {
    const { module, frame } = part;
    const needed = this.search.partsOf(part, finding);
    if ("kind" in needed) throw this.error(needed);
    const fresh = needed.filter((each) => this.enter(each));
    switch (finding.kind) {
      case "refuse":
        throw this.error(finding);
      case "warn":
        this.warn(finding.place, finding.text);
        break;
      case "edit":
        frame.edits.set(finding.edit.start, finding.edit);
        break;
      case "load":
        module.loaded.add(finding.specifier);
        break;
      case "import":
        module.imports.set(finding.name.local, finding.name);
        break;
      case "imported":
        module.imported.set(finding.declaration, finding.variable);
        break;
      case "made":
        module.kept.set(finding.declaration, { name: finding.name, live: finding.live });
        break;
      case "value":
        this.takeValue(part, finding);
        break;
      case "output": {
        const { replaces, isRead } = finding;
        replace(part, replaces, "", { output: this.addOutput(part, replaces, finding), isRead });
        break;
      }
      case "function":
        this.takeFunction(part, finding.replaces, needed[0]);
        break;
      case "keep":
        this.takeDeclarations(part, finding.use);
        break;
      case "either": {
        const obstacle = this.search.obstacle(part, finding.first);
        const isFirst = !obstacle?.isDeploymentOnly;
        const chosen = isFirst ? finding.first : finding.otherwise(this.error(obstacle).message);
        return chosen.flatMap((each) => this.take(part, each));
      }
    }
    return fresh;
  }

  private takeValue(part: Part, { owner, value, replaces }: Finding & { kind: "value" }): void {
    if (!valueAt(owner, value.path, value.container)) {
      owner.values.add(value);
      const { container, reference } = value;
      for (const found of lookInto(value.value, value.path).outputs) {
        this.addOutput(part, reference, { ...found, owner, container });
      }
    }
    if (replaces) replace(part, replaces, value.name);
  }

  private takeFunction(part: Part, node: ts.Expression, target: Part): void {
    const { module } = part;
    const { exportName } = target.frame as FunctionDraft;
    const isHere = target.module === module;
    const local = isHere ? exportName : module.unusedName(`${exportName}_${target.module.id}`);
    if (isHere) noteUse(part, node, target.frame as FunctionDraft);
    else
      module.imports.set(local, { local, from: `slice:${target.module.id}`, imported: exportName });
    replace(part, node, local);
  }

  private takeDeclarations(part: Part, use: Use): void {
    const { owner, identifier, live } = use;
    for (const [declaration, unit] of unitsOf(use)) {
      const isBetter = live.known || !owner.kept.has(declaration);
      if (isBetter) owner.kept.set(declaration, { name: identifier.text, live });
      if (owner === part.module) noteUse(part, identifier, unit);
    }
  }

  /** Takes an Output in, once for each variable and path. */
  private addOutput(
    { module }: Part,
    reference: ts.Node,
    { path, output, owner, container }: Omit<CapturedOutput, "place">,
  ): CapturedOutput {
    const name = path.join(".");
    const place = placeOf(module, reference);
    const reason = this.owner && whyItWaits(this.owner, output, { place, name });
    if (reason !== undefined) throw new CaptureError(this.handlerName, place, reason);
    const known = this.outputs.find(
      (each) =>
        each.owner === owner && each.container === container && each.path.join(".") === name,
    );
    const added = known ?? { path, output, owner, container, place };
    if (!known) this.outputs.push(added);
    return added;
  }
}

/** What is looked through uses a part of the module. */
function noteUse({ module, frame, node }: Part, at: ts.Node, used: Unit | FunctionDraft): void {
  const user = frame instanceof FunctionDraft ? frame : (node as Unit);
  module.order.add(user, used, runsAtOnce(at, node));
}

function replace(
  { module, frame }: Part,
  node: ts.Expression,
  text: string,
  output?: Pick<Edit, "output" | "isRead">,
): void {
  const { tree } = module.file;
  const prefix = ts.isShorthandPropertyAssignment(node.parent) ? `${node.getText(tree)}:` : "";
  const start = node.getStart(tree);
  frame.edits.set(start, { start, end: node.end, text: prefix + text, ...output });
}
