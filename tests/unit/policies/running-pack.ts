import { spawn } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import { createInterface } from "node:readline";
import * as grpc from "@grpc/grpc-js";
import { LOCAL_CHANNEL } from "../../../preview/host/rpc";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";

const PACK = path.join(__dirname, "../../../policies");

/** A resource as an engine sends it. */
export interface SentResource {
  readonly type: string;
  readonly name: string;
  readonly properties: { [key: string]: JavaScriptValue };
  /** Names of resources an argument was made from, by argument. */
  readonly madeFrom?: { readonly [argument: string]: readonly string[] };
}

/** What the pack answers. */
export interface Diagnostic {
  readonly policy: string;
  readonly urn: string;
  readonly message: string;
  readonly level: number;
}

/** The policy pack in a process of its own. */
export class RunningPack {
  private constructor(
    private readonly client: AnalyzerClient,
    private readonly stopProcess: () => Promise<void>,
  ) {}

  static async start(): Promise<RunningPack> {
    const child = spawn(process.execPath, ["start.js"], {
      cwd: PACK,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const exit = once(child, "exit");
    const [port] = (await once(createInterface(child.stdout), "line")) as [string];
    const client = new AnalyzerClient(
      `127.0.0.1:${port}`,
      grpc.credentials.createInsecure(),
      LOCAL_CHANNEL,
    );
    return new RunningPack(client, async () => {
      client.close();
      child.kill();
      await exit;
    });
  }

  stop(): Promise<void> {
    return this.stopProcess();
  }

  policies(): Promise<messages.PolicyInfo[]> {
    return new Promise((resolve, reject) => {
      this.client.getAnalyzerInfo(new Empty(), (error, info) =>
        error === null ? resolve(info.getPoliciesList()) : reject(error),
      );
    });
  }

  analyze(resource: SentResource): Promise<Diagnostic[]> {
    const request = new messages.AnalyzeRequest();
    request.setType(resource.type);
    request.setName(resource.name);
    request.setUrn(urnOf(resource));
    request.setProperties(Struct.fromJavaScript(resource.properties));
    request.setOptions(options());
    return new Promise((resolve, reject) => {
      this.client.analyze(request, (error, response) =>
        error === null ? resolve(diagnostics(response)) : reject(error),
      );
    });
  }

  analyzeStack(resources: readonly SentResource[]): Promise<Diagnostic[]> {
    const request = new messages.AnalyzeStackRequest();
    const urns = new Map(resources.map((resource) => [resource.name, urnOf(resource)]));
    request.setResourcesList(
      resources.map((resource) => {
        const sent = new messages.AnalyzerResource();
        sent.setType(resource.type);
        sent.setName(resource.name);
        sent.setUrn(urnOf(resource));
        sent.setProperties(Struct.fromJavaScript(resource.properties));
        sent.setOptions(options());
        for (const [argument, names] of Object.entries(resource.madeFrom ?? {})) {
          const dependencies = new messages.AnalyzerPropertyDependencies();
          dependencies.setUrnsList(names.map((name) => urns.get(name) ?? ""));
          sent.getPropertydependenciesMap().set(argument, dependencies);
        }
        return sent;
      }),
    );
    return new Promise((resolve, reject) => {
      this.client.analyzeStack(request, (error, response) =>
        error === null ? resolve(diagnostics(response)) : reject(error),
      );
    });
  }

  configure(policy: string, properties: { [key: string]: JavaScriptValue }): Promise<void> {
    const config = new messages.PolicyConfig();
    config.setEnforcementlevel(messages.EnforcementLevel.MANDATORY);
    config.setProperties(Struct.fromJavaScript(properties));
    const request = new messages.ConfigureAnalyzerRequest();
    request.getPolicyconfigMap().set(policy, config);
    return new Promise((resolve, reject) => {
      this.client.configure(request, (error) => (error === null ? resolve() : reject(error)));
    });
  }
}

/** How the engine writes a text that is not known yet. */
export const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** How the engine writes a secret. */
export function secret(value: JavaScriptValue): { [key: string]: JavaScriptValue } {
  return { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value };
}

function urnOf({ type, name }: SentResource): string {
  return `urn:pulumi:dev::strata::${type}::${name}`;
}

function options(): messages.AnalyzerResourceOptions {
  const sent = new messages.AnalyzerResourceOptions();
  sent.setCustomtimeouts(new messages.AnalyzerResourceOptions.CustomTimeouts());
  return sent;
}

function diagnostics(response: messages.AnalyzeResponse): Diagnostic[] {
  return response.getDiagnosticsList().map((diagnostic) => ({
    policy: diagnostic.getPolicyname(),
    urn: diagnostic.getUrn(),
    message: diagnostic.getMessage(),
    level: diagnostic.getEnforcementlevel(),
  }));
}
