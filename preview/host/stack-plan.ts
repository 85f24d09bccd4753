/** Previews one program as one stack: serves the monitor, runs the program, collects the plan. */
import {
  CloudModel,
  factsOf,
  isEnvelope,
  OUTPUT,
  Props,
  Reference,
  rewrite,
  SECRET,
  SETTINGS,
  Symbols,
  UNKNOWN,
  Value,
} from "../../cloud-model";
import { Claimant, claimantsOf } from "../engine/claimants";
import { findingsWithin } from "../engine/claimed-twice";
import { Engine } from "../engine/engine";
import { reportExposedSecrets } from "../engine/exposed-secrets";
import { DynamicProvider } from "./dynamic-provider";
import { LogLine, Monitor } from "./monitor";
import { hiding } from "../report/masking";
import { Fidelity, Finding } from "../report/plan";
import { ProgramResult, reportProgram } from "./program-result";
import { Deployment, RegisteredResource, STACK_TYPE } from "../engine/registration";

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
  /** What stands in the account, for what AWS gives out once. */
  claimants: Claimant[];
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
  /**
   * Judges the registered resources; returns the names of the rules it knows. `isWhole` is false where the
   * program failed, so that some may be missing.
   */
  check?(engine: Engine, isWhole: boolean): Promise<ReadonlySet<string>>;
}

export async function planStack(run: StackRun): Promise<StackPlan> {
  const symbols = run.symbols ?? new Symbols();
  run.placeholders?.forEach((key, text) =>
    symbols.remember(text, { urn: SETTINGS, property: key }),
  );
  const dynamic = new DynamicProvider(run.deployment);
  const engine = new Engine(run.deployment, new CloudModel(symbols), (text, news) =>
    dynamic.check(text, news),
  );
  const monitor = new Monitor(engine, run.projectFolder);
  let result: ProgramResult;
  try {
    result = await run.run(await monitor.start());
  } finally {
    monitor.stop();
    dynamic.stop();
  }
  const judged = (await run.check?.(engine, result.succeeded)) ?? new Set<string>();
  reportExposedSecrets(engine, symbols);
  reportProgram(engine, monitor.log, result, run.projectFolder, judged);

  const claimants = claimantsOf(engine);
  findingsWithin(claimants).forEach((finding) => engine.findings.add(finding));

  const hide = hiding([...result.secrets, ...secretTexts(engine)]);
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
    findings: engine.findings
      .sorted()
      .map((found) => ({ ...found, message: hide(found.message), fix: hide(found.fix) })),
    claimants,
    log: monitor.log.map((line) => ({ ...line, message: hide(line.message) })),
    printed: hide(result.printed),
    fidelity: fidelityOf(engine, symbols, resources),
    symbols,
  };
}

/** What the resources' arguments and outputs have marked as secret. */
function secretTexts(engine: Engine): string[] {
  const texts: string[] = [];
  const collect = (node: Value): Value => {
    if (typeof node === "string" && node !== UNKNOWN) texts.push(node);
    return node;
  };
  const search = (node: Value): Value => {
    if (isEnvelope(node, SECRET) || (isEnvelope(node, OUTPUT) && node.secret === true)) {
      rewrite(node.value ?? null, collect);
    }
    return node;
  };
  for (const { inputs, outputs } of engine.resources.values()) {
    rewrite(inputs, search);
    rewrite(outputs, search);
  }
  return texts;
}

function sorted(references: Reference[]): Reference[] {
  const key = ({ at, urn, property }: Reference) => JSON.stringify([at, urn, property]);
  return references.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function fidelityOf(engine: Engine, symbols: Symbols, resources: RegisteredResource[]): Fidelity {
  const { schemas } = engine.model;
  // Dynamic resources are the program's own: no package describes them.
  const created = resources.filter(
    ({ kind, type }) => kind === "custom" && !/^pulumi(-nodejs)?:/.test(type),
  );
  const unknowns = created.map(({ type, outputs }) => {
    const isUnknown = (name: string) => outputs[name] === undefined || outputs[name] === UNKNOWN;
    return [type, schemas.resource(type).computed.filter(isUnknown)] as const;
  });
  const types = new Set(created.map((resource) => resource.type));
  return {
    symbolicValues: symbols.count,
    unknownValues: unknowns.reduce((sum, [, names]) => sum + names.length, 0),
    outputsWithoutFacts: withoutFacts(unknowns),
    invokesWithoutFixture: engine.counts.invokesWithoutFixture,
    typesWithoutSchema: [...types].filter((type) => !schemas.resource(type).known).length,
    opaqueComponents: engine.counts.opaqueComponents,
    typesChecked: false,
  };
}

/** By type, the outputs that no fact describes; one that is known for some resources has a fact. */
function withoutFacts(
  unknowns: readonly (readonly [type: string, names: readonly string[]])[],
): Fidelity["outputsWithoutFacts"] {
  const found = new Map<string, Set<string>>();
  for (const [type, names] of unknowns) {
    const described = factsOf(type).outputs ?? {};
    const missing = names.filter((name) => !(name in described));
    if (missing.length > 0) {
      found.set(type, new Set([...(found.get(type) ?? []), ...missing]));
    }
  }
  const sorted = [...found].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([type, names]) => [type, [...names].sort()]));
}
