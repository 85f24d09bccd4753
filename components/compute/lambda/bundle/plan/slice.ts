// The slice of a program that one handler needs: from its source file and from those of the functions it captured.
import * as pulumi from "@pulumi/pulumi";
import * as path from "node:path";
import * as ts from "typescript";
import { CaptureError, DeploymentOnlyError } from "./capture-error";
import { CallSite, givenHandler } from "../live/call-site";
import { addConfiguration } from "./configuration";
import { askerWith, circleThrough } from "./function-circles";
import { AnyFunction, isClass } from "../live/inspector";
import { nameVariables } from "../environment/environment";
import { exportingModule, UnassignedVariable } from "../live/live-values";
import { Frame, FunctionSlice, ModuleSlice } from "./module-slice";
import { isInstalledPackage, relativeTo } from "../source/project";
import { References } from "./references";
import { settleImports } from "./settle-imports";
import { refuseSharedVariables } from "./shared-variables";
import { classAt, functionAt, parseFile } from "../source/source-file";
import { writtenAt } from "../live/written-at";

/** A captured Output: it becomes one environment variable. */
export interface CapturedOutput {
  /** The variable and the properties below it. */
  readonly path: readonly string[];
  readonly output: pulumi.Output<unknown>;
  /** `file:line:column` of the reference. */
  readonly place: string;
  /** The variable it was found in: two variables of the same name are not the same. */
  readonly owner: Frame;
  readonly container: ts.Node;
}

/** Where the bundle's handler comes from. */
export type Entry =
  | { readonly kind: "slice"; readonly module: ModuleSlice; readonly exportName: string }
  /** A module bundled as it is, because the function's own code lies in a package. */
  | { readonly kind: "module"; readonly file: string; readonly exportName: string };

export class Slice {
  readonly modules = new Map<string, ModuleSlice>();
  outputs: CapturedOutput[] = [];
  readonly warnings: string[] = [];
  readonly entry: Entry;
  /** The function that was captured first. */
  handlerNode!: ts.Node;

  constructor(
    readonly handlerName: string,
    handler: AnyFunction,
    readonly root: string,
    /** The component the handler belongs to: what it makes can't be captured. */
    readonly owner?: pulumi.Resource,
    /** Where the program gave the handler. */
    private readonly site?: CallSite,
  ) {
    this.entry = this.findEntry(handler);
  }

  private findEntry(handler: AnyFunction): Entry {
    const at = writtenAt(handler);
    if (at && !isInstalledPackage(at.file)) {
      const [module, slice] = this.capture(handler);
      addConfiguration(this);
      settleImports(this);
      refuseSharedVariables(this);
      return { kind: "slice", module, exportName: slice.exportName };
    }
    const exported = exportingModule(
      handler,
      (file) => !isInstalledPackage(file) && file.startsWith(this.root + path.sep),
    );
    if (exported) return { kind: "module", file: exported.file, exportName: exported.name };
    const { place, text } = (this.site && givenHandler(this.site, this.root)) ?? {};
    const call = text === undefined || text.length > 100 ? "handler" : text;
    throw new CaptureError(
      this.handlerName,
      place ?? (at ? relativeTo(this.root, at.file) : "native code"),
      (at
        ? `is a function that a package made (${relativeTo(this.root, at.file)}), whose variables can't be captured.`
        : "has no source: it is a native or bound function.") +
        ` Call it in a function of your own: async (event, context) => ${call}(event, context).`,
    );
  }

  /** Takes a function with the variables around it into the module it was written in. */
  capture(fn: AnyFunction, reference?: string): [ModuleSlice, FunctionSlice] {
    const at = writtenAt(fn);
    if (!at || isInstalledPackage(at.file)) {
      throw new CaptureError(
        this.handlerName,
        reference ?? "native code",
        `captures the function ${fn.name || "(anonymous)"}, which has no source of its own here (native, bound or made by a ` +
          "package). Call it from a function that is written in the program, or import it where the handler is written.",
      );
    }
    const file = parseFile(at.file);
    const node = isClass(fn)
      ? classAt(file, at.line, at.column)
      : functionAt(file, at.line, at.column);
    if (!node) {
      throw new CaptureError(
        this.handlerName,
        `${relativeTo(this.root, at.file)}:${at.line + 1}:${at.column + 1}`,
        "has no function at this place: its source and its source map don't agree. Compile the program again.",
      );
    }
    this.handlerNode ??= node;
    let module = this.modules.get(at.file);
    if (!module) {
      module = new ModuleSlice(relativeTo(this.root, at.file), file, at.script);
      this.modules.set(at.file, module);
    }
    const { slice, isNew } = module.functionSlice(fn, node);
    if (isNew) {
      this.guard(module, node, () => new References(this, module, slice).visitFunction());
      module.finished.push(slice);
    }
    return [module, slice];
  }

  /** Takes an Output in, once for each variable and path. */
  addOutput(
    module: ModuleSlice,
    reference: ts.Node,
    captured: Omit<CapturedOutput, "place">,
  ): CapturedOutput {
    const path = captured.path.join(".");
    if (isOwn(captured.output, this.owner)) {
      throw this.error(
        module,
        reference,
        `captures ${path}, an output of the function itself: the function can't be made before its own environment. ` +
          "In the handler use context.functionName or context.invokedFunctionArn.",
      );
    }
    this.refuseCircle(module, reference, captured.output, path);
    const known = this.outputs.find(
      (each) =>
        each.owner === captured.owner &&
        each.container === captured.container &&
        each.path.join(".") === path,
    );
    if (known) return known;
    const added = { ...captured, place: this.place(module, reference) };
    this.outputs.push(added);
    return added;
  }

  private refuseCircle(
    module: ModuleSlice,
    reference: ts.Node,
    output: pulumi.Output<unknown>,
    name: string,
  ): void {
    const asker = this.owner && askerWith(this.owner, output);
    if (asker) {
      throw this.error(
        module,
        reference,
        `captures ${name}, an output of ${asker.constructor.name} "${asker.logicalName}", which names this function and so is made after it: each would wait for the other. ` +
          "Take it from the event (event.userPoolId), or let another function do that part.",
      );
    }
    const capture = { place: this.place(module, reference), name };
    const circle = this.owner && circleThrough(this.owner, output, capture);
    if (!circle) return;
    const others = circle.slice(1).map((each) => `${each.name} at ${each.place}`);
    throw this.error(
      module,
      reference,
      `captures ${name}, whose function captures this one in turn (${others.join(", ")}): each would wait for the other to be made. ` +
        "Let one of the two get the other's name at run time, for example in its event or from a parameter.",
    );
  }

  /** `file:line:column` of the handler. */
  get handlerPlace(): string {
    return this.entry.kind === "slice"
      ? this.place(this.entry.module, this.handlerNode)
      : relativeTo(this.root, this.entry.file);
  }

  /** Environment variable of each captured Output; final once the whole slice is collected. */
  get variables(): ReadonlyMap<CapturedOutput, string> {
    return (this.named ??= nameVariables(this.outputs));
  }
  private named?: ReadonlyMap<CapturedOutput, string>;

  /** The expression that reads a captured Output in Lambda. */
  readExpression(captured: CapturedOutput): string {
    return `JSON.parse(process.env.${this.variables.get(captured)})`;
  }

  place(module: ModuleSlice, node: ts.Node): string {
    const { line, column } = module.file.position(node);
    return `${module.id}:${line}:${column}`;
  }

  error(module: ModuleSlice, node: ts.Node, reason: string): CaptureError {
    return new CaptureError(this.handlerName, this.place(module, node), reason);
  }

  deploymentOnlyError(module: ModuleSlice, node: ts.Node, reason: string): DeploymentOnlyError {
    return new DeploymentOnlyError(this.handlerName, this.place(module, node), reason);
  }

  warn(module: ModuleSlice, node: ts.Node, text: string): void {
    const warning = `${this.place(module, node)}: handler "${this.handlerName}" ${text}`;
    if (!this.warnings.includes(warning)) this.warnings.push(warning);
  }

  guard(module: ModuleSlice, node: ts.Node, visit: () => void): void {
    try {
      visit();
    } catch (error) {
      if (!(error instanceof UnassignedVariable)) throw error;
      throw this.error(
        module,
        node,
        `captures ${error.message}, which has no value yet. Declare it before the handler's function, without an "await" between the two.`,
      );
    }
  }

  /** What takes back everything that is collected from here on. */
  snapshot(): () => void {
    const outputs = [...this.outputs];
    const files = new Set(this.modules.keys());
    const restores = [...this.modules.values()].flatMap((module) => [
      module.snapshot(),
      ...module.functions.map((slice) => slice.snapshot()),
    ]);
    return () => {
      this.outputs = outputs;
      for (const file of this.modules.keys()) if (!files.has(file)) this.modules.delete(file);
      restores.forEach((restore) => restore());
    };
  }
}

/** True for an output of the owning component or of one of its children. */
function isOwn(output: pulumi.Output<unknown>, owner: pulumi.Resource | undefined): boolean {
  if (!owner) return false;
  const { resources } = output as unknown as { resources(): Iterable<pulumi.Resource> };
  for (const resource of resources.call(output)) {
    let each: pulumi.Resource | undefined = resource;
    while (each) {
      if (each === owner) return true;
      each = (each as { __parentResource?: pulumi.Resource }).__parentResource;
    }
  }
  return false;
}
