/**
 * Runs a CrossGuard policy pack as the engine does, unchanged: one analyzer process for all stacks,
 * asked over gRPC about each resource and then about each stack as a whole.
 */
import * as grpc from "@grpc/grpc-js";
import * as rpc from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import { ChildProcess, spawn } from "child_process";
import * as fs from "fs";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import * as path from "path";
import { parse } from "yaml";
import {
  isEnvelope,
  mapProps,
  Props,
  RESOURCE,
  rewrite,
  Symbols,
  UNKNOWN,
  Value,
} from "../../cloud-model";
import { CLAIMED_ALIKE, CLAIMED_TWICE } from "../../cloud-model/claim-report";
import { UNUSED_EXCEPTIONS } from "../../rules/base/rule";
import { Engine } from "../engine/engine";
import { hostFile } from "../folders";
import { Severity } from "../report/plan";
import { ruleMessage } from "../report/rule-message";
import { isJudged, RegisteredResource } from "../engine/registration";
import { endsWithThisProcess } from "./lifeline";
import { packageMain } from "./project";
import { LOCAL_CHANNEL } from "./rpc";
import { linesOf } from "./source-lines";

export class PolicyPack {
  private constructor(
    private readonly analyzer: ChildProcess,
    private readonly client: Promise<rpc.AnalyzerClient>,
  ) {}

  /** Starts the pack in `folder`; `undefined` if there is none. */
  static start(folder: string): PolicyPack | undefined {
    const manifest = path.join(folder, "PulumiPolicy.yaml");
    if (!fs.existsSync(manifest)) {
      return undefined;
    }
    const entry = entryOf(folder, manifest);
    const before = ["ends-with-parent.js", ...(entry.endsWith(".ts") ? ["typescript.js"] : [])];
    const loaders = before.flatMap((file) => ["--require", hostFile(file)]);
    // A larger nursery, as for the program: it looks at every resource with every policy.
    const analyzer = spawn(process.execPath, ["--max-semi-space-size=64", ...loaders, entry], {
      cwd: folder,
      env: { ...process.env, ...endsWithThisProcess },
      stdio: ["ignore", "pipe", "pipe", "ignore", "pipe"],
    });
    const client = portOf(analyzer).then(
      (port) =>
        new rpc.AnalyzerClient(
          `127.0.0.1:${port}`,
          grpc.credentials.createInsecure(),
          LOCAL_CHANNEL,
        ),
    );
    client.catch(() => undefined); // reported by whoever asks
    return new PolicyPack(analyzer, client);
  }

  /** Adds what the pack says about the registered resources to the findings; returns its policies' names. */
  async check(engine: Engine, isWhole: boolean): Promise<ReadonlySet<string>> {
    let client: rpc.AnalyzerClient;
    try {
      client = await this.client;
    } catch (error) {
      engine.findings.add({
        ...{ rule: "policy-pack", severity: "error", message: (error as Error).message },
        fix: "Correct the policy pack; `npm run typecheck` may say more.",
      });
      return new Set();
    }
    const resources = [...engine.resources.values()].filter(isJudged);
    const { symbols } = engine.model;
    const answers = await Promise.all(
      resources.map((resource) =>
        ask((done) => client.analyze(analyzeRequest(resource, symbols), done)),
      ),
    );
    answers.forEach((diagnostics, i) => {
      diagnostics.forEach((diagnostic) => report(engine, diagnostic, resources[i].urn));
    });
    const whole = new proto.AnalyzeStackRequest();
    whole.setResourcesList(resources.map((resource) => analyzerResource(resource, symbols)));
    for (const diagnostic of await ask((done) => client.analyzeStack(whole, done))) {
      // What a program that failed did not come to breaks no rule: its exceptions are not unused.
      if (isWhole || diagnostic.getPolicyname() !== UNUSED_EXCEPTIONS) {
        report(engine, diagnostic, diagnostic.getUrn());
      }
    }
    return namesOf(client);
  }

  async stop(): Promise<void> {
    this.analyzer.kill();
    await this.client.then(
      (client) => client.close(),
      () => undefined,
    );
  }
}

/** As the engine finds it: `main` of the manifest or of package.json, else index. */
function entryOf(folder: string, manifest: string): string {
  const { main } = (parse(fs.readFileSync(manifest, "utf8")) ?? {}) as { main?: string };
  const place = path.resolve(folder, main ?? ".");
  if (!fs.existsSync(place) || !fs.statSync(place).isDirectory()) {
    return place;
  }
  return path.join(place, packageMain(place) ?? "index.ts");
}

function namesOf(client: rpc.AnalyzerClient): Promise<ReadonlySet<string>> {
  return new Promise((resolve, reject) => {
    client.getAnalyzerInfo(new Empty(), (error, info) => {
      if (error) {
        reject(new Error(`the policy pack failed: ${error.details}`));
      } else {
        resolve(new Set(info.getPoliciesList().map((policy) => policy.getName())));
      }
    });
  });
}

/** The analyzer prints its port on the first line. */
function portOf(analyzer: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let printed = "";
    let errors = "";
    analyzer.stderr?.on("data", (data: Buffer) => {
      errors += data.toString();
    });
    analyzer.stdout?.on("data", (data: Buffer) => {
      printed += data.toString();
      const line = /^(\d+)\r?\n/.exec(printed);
      if (line) {
        resolve(Number(line[1]));
      }
    });
    analyzer.on("error", reject);
    analyzer.on("exit", () => {
      const words = errors.trim().split("\n").slice(0, 8).join("\n");
      reject(new Error(`the policy pack ended before it could be asked: ${words}`));
    });
  });
}

type Answer = (error: grpc.ServiceError | null, response: proto.AnalyzeResponse) => void;

/** One call of the analyzer, as a promise. */
function ask(call: (done: Answer) => void): Promise<proto.AnalyzeDiagnostic[]> {
  return new Promise((resolve, reject) => {
    call((error, response) => {
      if (error) {
        reject(new Error(`the policy pack failed: ${error.details}`));
      } else {
        resolve(response.getDiagnosticsList());
      }
    });
  });
}

function analyzeRequest(resource: RegisteredResource, symbols: Symbols): proto.AnalyzeRequest {
  const request = new proto.AnalyzeRequest();
  request.setType(resource.type).setUrn(resource.urn).setName(resource.name);
  request.setProperties(Struct.fromJavaScript(judged(resource.inputs, symbols)));
  return request.setOptions(optionsOf(resource));
}

/** A stack is judged by what comes out: arguments and computed values, the id among them as with AWS's provider. */
function analyzerResource(resource: RegisteredResource, symbols: Symbols): proto.AnalyzerResource {
  const result = new proto.AnalyzerResource();
  const values = { ...resource.inputs, ...computedOf(resource) };
  result.setType(resource.type).setUrn(resource.urn).setName(resource.name);
  result.setProperties(Struct.fromJavaScript(judged(values, symbols))).setParent(resource.parent);
  result.setOptions(optionsOf(resource)).setDependenciesList(resource.dependencies);
  for (const [key, urns] of Object.entries(resource.propertyDependencies)) {
    const dependencies = new proto.AnalyzerPropertyDependencies().setUrnsList(urns);
    result.getPropertydependenciesMap().set(key, dependencies);
  }
  return result;
}

function computedOf({ id, outputs }: RegisteredResource): Props {
  return id === "" ? outputs : { id, ...outputs };
}

/**
 * A made-up number would break every limit: it counts as unknown. A resource among the values, such as
 * in what a component registers, is its id, and its URN where it has none, as the engine gives it to policies.
 */
function judged(props: Props, symbols: Symbols): Props {
  const shown = (node: Value): Value => {
    if (typeof node === "number" && symbols.isSymbol(node)) return UNKNOWN;
    return isEnvelope(node, RESOURCE) ? (node.id ?? node.urn ?? UNKNOWN) : node;
  };
  return mapProps(props, (value) => rewrite(value, shown));
}

/** Without options the pack answers that a newer CLI is required. */
function optionsOf({ options, parent }: RegisteredResource): proto.AnalyzerResourceOptions {
  const result = new proto.AnalyzerResourceOptions();
  result.setProtect(options.protect ?? false).setIgnorechangesList(options.ignoreChanges);
  result.setAdditionalsecretoutputsList(options.additionalSecretOutputs).setParent(parent);
  result.setDeletebeforereplace(options.deleteBeforeReplace ?? false);
  result.setDeletebeforereplacedefined(options.deleteBeforeReplace !== undefined);
  return result.setCustomtimeouts(new proto.AnalyzerResourceOptions.CustomTimeouts());
}

function report(engine: Engine, diagnostic: proto.AnalyzeDiagnostic, urn: string): void {
  const text = diagnostic.getMessage();
  if (text.includes("during preview:")) {
    return; // the policy met an unknown value, as in a real preview
  }
  if ([CLAIMED_TWICE, CLAIMED_ALIKE].includes(diagnostic.getPolicyname())) {
    return; // the preview says it itself, with both lines
  }
  engine.findings.add({
    severity: severityOf(diagnostic),
    rule: diagnostic.getPolicyname(),
    ...ruleMessage(withoutDescription(diagnostic), `${diagnostic.getPolicyname()}: `),
    urn,
    source: linesOf(engine.resources.get(urn)?.stack ?? []).source,
  });
}

/** CrossGuard puts the policy's description before a message. */
function withoutDescription(diagnostic: proto.AnalyzeDiagnostic): string {
  const [text, description] = [diagnostic.getMessage(), diagnostic.getDescription()];
  return text.startsWith(`${description}\n`) ? text.slice(description.length + 1) : text;
}

function severityOf(diagnostic: proto.AnalyzeDiagnostic): Severity {
  if (diagnostic.getEnforcementlevel() !== proto.EnforcementLevel.ADVISORY) {
    return "error";
  }
  const isLow = diagnostic.getSeverity() === proto.PolicySeverity.POLICY_SEVERITY_LOW;
  return isLow ? "info" : "warning";
}
