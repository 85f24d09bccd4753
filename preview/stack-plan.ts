/** Previews one program as one stack: serves the monitor, runs the program, collects the plan. */
import { CloudModel, Props, Reference, Symbols, UNKNOWN } from "../cloud-model";
import { Engine } from "./engine";
import { LogLine, Monitor } from "./monitor";
import { Fidelity, Finding } from "./plan";
import { ProgramResult, reportProgram } from "./program-result";
import { Deployment, RegisteredResource, STACK_TYPE } from "./registration";

/** Everything that is known about one stack after its program ran; secrets are still in it. */
export interface StackPlan {
  project: string;
  stack: string;
  /** In the order of their URNs: registrations arrive in any order. */
  resources: RegisteredResource[];
  /** URN to what the resource's inputs were made from. */
  references: Map<string, Reference[]>;
  outputs: Props;
  findings: Finding[];
  log: LogLine[];
  /** What the program printed. */
  printed: string;
  fidelity: Fidelity;
  symbols: Symbols;
}

export interface StackRun {
  deployment: Deployment;
  /** Paths in reports are relative to it. */
  projectFolder: string;
  /** Texts that stand for secrets of the configuration, and their keys. */
  placeholders?: ReadonlyMap<string, string>;
  symbols?: Symbols;
  /** Runs the program against the monitor at `address` until it ends. */
  run(address: string): Promise<ProgramResult>;
  /** Judges the registered resources; returns the names of the rules it knows. */
  check?(engine: Engine): Promise<ReadonlySet<string>>;
}

export async function planStack(run: StackRun): Promise<StackPlan> {
  const symbols = run.symbols ?? new Symbols();
  run.placeholders?.forEach((key, text) =>
    symbols.remember(text, { urn: "config", property: key }),
  );
  const engine = new Engine(run.deployment, new CloudModel(symbols));
  const monitor = new Monitor(engine, run.projectFolder);
  let result: ProgramResult;
  try {
    result = await run.run(await monitor.start());
  } finally {
    monitor.stop();
  }
  const judged = (await run.check?.(engine)) ?? new Set<string>();
  reportProgram(engine, monitor.log, result, run.projectFolder, judged);

  const resources = [...engine.resources.values()].sort((a, b) => (a.urn < b.urn ? -1 : 1));
  const references = new Map(
    resources.map((r) => [r.urn, sorted(symbols.references(r.remoteArgs ?? r.inputs, r.urn))]),
  );
  return {
    project: run.deployment.project,
    stack: run.deployment.stack,
    resources,
    references,
    outputs: resources.find((resource) => resource.type === STACK_TYPE)?.outputs ?? {},
    findings: engine.findings.sorted(),
    log: monitor.log,
    printed: result.printed,
    fidelity: fidelityOf(engine, symbols, resources),
    symbols,
  };
}

function sorted(references: Reference[]): Reference[] {
  const key = ({ at, urn, property }: Reference) => JSON.stringify([at, urn, property]);
  return references.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function fidelityOf(engine: Engine, symbols: Symbols, resources: RegisteredResource[]): Fidelity {
  const { schemas } = engine.model;
  const created = resources.filter((r) => r.kind === "custom" && !r.type.startsWith("pulumi:"));
  const unknowns = created.map((resource) => {
    const { computed } = schemas.resource(resource.type);
    const isUnknown = (name: string) =>
      resource.outputs[name] === undefined || resource.outputs[name] === UNKNOWN;
    return computed.filter(isUnknown).length;
  });
  const types = new Set(created.map((resource) => resource.type));
  return {
    symbolicValues: symbols.count,
    unknownValues: unknowns.reduce((sum, count) => sum + count, 0),
    invokesWithoutFixture: engine.counts.invokesWithoutFixture,
    typesWithoutSchema: [...types].filter((type) => !schemas.resource(type).known).length,
    opaqueComponents: engine.counts.opaqueComponents,
  };
}
