/**
 * The gRPC side: serves `pulumirpc.ResourceMonitor` and `pulumirpc.Engine` to a program, and calls
 * back into it for transforms. Only translates between messages and the engine.
 */
import * as grpc from "@grpc/grpc-js";
import * as callbackRpc from "@pulumi/pulumi/proto/callback_grpc_pb";
import * as callback from "@pulumi/pulumi/proto/callback_pb";
import * as engineRpc from "@pulumi/pulumi/proto/engine_grpc_pb";
import * as engineProto from "@pulumi/pulumi/proto/engine_pb";
import * as providerProto from "@pulumi/pulumi/proto/provider_pb";
import * as resourceRpc from "@pulumi/pulumi/proto/resource_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/resource_pb";
import * as sourceProto from "@pulumi/pulumi/proto/source_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { fileURLToPath } from "url";
import { Props } from "../../cloud-model";
import { Engine } from "../engine/engine";
import { fromRegistration, fromTransform, toTransform } from "../engine/options";
import { NO_OPTIONS, Position, Transform, TransformSubject } from "../engine/registration";
import { LOCAL_CHANNEL, complete, listen, propsOf, unary } from "./rpc";
import { toldBy } from "../report/rule-message";
import { programFile } from "./source-lines";

/** What the program logged. */
export interface LogLine {
  severity: "info" | "warning" | "error";
  message: string;
  /** The resource it is about, or `""`. */
  urn: string;
}

/** How many resources the SDK may register at once. */
export const PARALLEL = 16;

const Feature = proto.ResourceMonitorFeature;

const FEATURES: Record<string, proto.ResourceMonitorFeature> = {
  secrets: Feature.RESOURCE_MONITOR_FEATURE_SECRETS,
  resourceReferences: Feature.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
  outputValues: Feature.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
  aliasSpecs: Feature.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
  replacementTrigger: Feature.RESOURCE_MONITOR_FEATURE_REPLACEMENT_TRIGGER,
  deletedWith: Feature.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
  replaceWith: Feature.RESOURCE_MONITOR_FEATURE_REPLACE_WITH,
  transforms: Feature.RESOURCE_MONITOR_FEATURE_TRANSFORMS,
  invokeTransforms: Feature.RESOURCE_MONITOR_FEATURE_INVOKE_TRANSFORMS,
  parameterization: Feature.RESOURCE_MONITOR_FEATURE_PARAMETERIZATION,
  resourceHooks: Feature.RESOURCE_MONITOR_FEATURE_RESOURCE_HOOKS,
  errorHooks: Feature.RESOURCE_MONITOR_FEATURE_ERROR_HOOKS,
  sendsOptionsToHooks: Feature.RESOURCE_MONITOR_FEATURE_SENDS_OPTIONS_TO_HOOKS,
};

export class Monitor {
  readonly log: LogLine[] = [];
  private readonly server = new grpc.Server(LOCAL_CHANNEL);
  private readonly clients = new Map<string, callbackRpc.CallbacksClient>();

  constructor(
    private readonly engine: Engine,
    private readonly projectFolder: string,
  ) {}

  /** Starts serving; returns the address. */
  async start(): Promise<string> {
    const { ResourceMonitorService: monitor } = resourceRpc;
    const { EngineService: engine } = engineRpc;
    this.server.addService(monitor, complete(monitor, this.monitorService()));
    this.server.addService(engine, complete(engine, this.engineService()));
    return listen(this.server);
  }

  stop(): void {
    this.clients.forEach((client) => client.close());
    this.server.forceShutdown();
  }

  private monitorService(): grpc.UntypedServiceImplementation {
    const { engine } = this;
    return {
      getDeploymentInfo: unary(() => this.deploymentInfo()),
      supportsFeature: unary((request: proto.SupportsFeatureRequest) =>
        new proto.SupportsFeatureResponse().setHassupport(request.getId() in FEATURES),
      ),
      registerResource: unary((request: proto.RegisterResourceRequest) => this.register(request)),
      registerResourceOutputs: unary((request: proto.RegisterResourceOutputsRequest) => {
        engine.registerOutputs(request.getUrn(), propsOf(request.getOutputs()));
        return new Empty();
      }),
      readResource: unary((request: proto.ReadResourceRequest) => this.read(request)),
      invoke: unary(async (request: proto.ResourceInvokeRequest) => {
        const args = propsOf(request.getArgs());
        const [token, provider] = [request.getTok(), request.getProvider()];
        const result = await engine.invoke(token, args, provider, request.getVersion());
        return new providerProto.InvokeResponse().setReturn(Struct.fromJavaScript(result));
      }),
      call: unary((request: proto.ResourceCallRequest) => {
        engine.findings.add({
          ...{ rule: "method-without-answer", severity: "info" },
          message: `${request.getTok()}: methods of provider resources have no answer offline`,
        });
        return new providerProto.CallResponse().setReturn(new Struct());
      }),
      registerStackTransform: unary((request: callback.Callback) => {
        engine.stackTransforms.push(this.transform(request));
        return new Empty();
      }),
      registerStackInvokeTransform: unary((request: callback.Callback) => {
        engine.invokeTransforms.push(this.invokeTransform(request));
        return new Empty();
      }),
      // Hooks only run while something is deployed.
      registerResourceHook: unary(() => new Empty()),
      registerErrorHook: unary(() => new Empty()),
      registerPackage: unary((request: proto.RegisterPackageRequest) => {
        const parameters = request.getParameterization();
        const name = parameters?.getName() || request.getName();
        const version = parameters?.getVersion() || request.getVersion();
        const reference = `${name}@${version}`;
        engine.packages.set(reference, { name, version });
        return new proto.RegisterPackageResponse().setRef(reference);
      }),
      signalAndWaitForShutdown: unary(() => new Empty()),
    };
  }

  private deploymentInfo(): proto.DeploymentInfo {
    const { deployment } = this.engine;
    const info = new proto.DeploymentInfo();
    info.setProject(deployment.project).setStack(deployment.stack);
    info.setOrganization(deployment.organization).setDryrun(deployment.dryRun);
    info.setParallel(PARALLEL).setConfigsecretkeysList([...deployment.secretKeys]);
    for (const [key, value] of Object.entries(deployment.config)) {
      info.getConfigMap().set(key, value);
    }
    return info.setSupportedfeaturesList(Object.values(FEATURES));
  }

  private engineService(): grpc.UntypedServiceImplementation {
    let root = "";
    const severities = ["debug", "info", "warning", "error"] as const;
    return {
      log: unary((request: engineProto.LogRequest) => {
        const severity = severities[request.getSeverity()];
        const message = request.getMessage();
        const isDetail = severity === "debug" || request.getEphemeral();
        if (!isDetail || toldBy(message)) {
          const shown = severity === "debug" ? "info" : severity;
          this.log.push({ severity: shown, message, urn: request.getUrn() });
        }
        return new Empty();
      }),
      getRootResource: unary(() => new engineProto.GetRootResourceResponse().setUrn(root)),
      setRootResource: unary((request: engineProto.SetRootResourceRequest) => {
        root = request.getUrn();
        return new engineProto.SetRootResourceResponse();
      }),
      requirePulumiVersion: unary(() => new engineProto.RequirePulumiVersionResponse()),
    };
  }

  private async register(
    request: proto.RegisterResourceRequest,
  ): Promise<proto.RegisterResourceResponse> {
    const propertyDependencies = new Map<string, Set<string>>();
    request.getPropertydependenciesMap().forEach((dependencies, key) => {
      propertyDependencies.set(key, new Set(dependencies.getUrnsList()));
    });
    const result = await this.engine.register({
      type: request.getType(),
      name: request.getName(),
      custom: request.getCustom(),
      remote: request.getRemote(),
      parent: request.getParent(),
      props: propsOf(request.getObject()),
      propertyDependencies,
      options: fromRegistration(request),
      transforms: request.getTransformsList().map((item) => this.transform(item)),
      packageRef: request.getPackageref(),
      stack: this.positions(request.getStacktrace()),
    });
    const response = new proto.RegisterResourceResponse();
    response.setUrn(result.urn).setId(result.id).setObject(Struct.fromJavaScript(result.outputs));
    for (const [key, urns] of Object.entries(result.outputDependencies)) {
      const dependencies = new proto.RegisterResourceResponse.PropertyDependencies();
      response.getPropertydependenciesMap().set(key, dependencies.setUrnsList(urns));
    }
    return response;
  }

  private async read(request: proto.ReadResourceRequest): Promise<proto.ReadResourceResponse> {
    const options = {
      ...NO_OPTIONS,
      dependsOn: request.getDependenciesList(),
      additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
      provider: request.getProvider(),
      version: request.getVersion(),
    };
    const result = await this.engine.read(
      {
        ...{ type: request.getType(), name: request.getName(), parent: request.getParent() },
        ...{ props: propsOf(request.getProperties()), options },
        stack: this.positions(request.getStacktrace()),
      },
      request.getId(),
    );
    const response = new proto.ReadResourceResponse().setUrn(result.urn);
    return response.setProperties(Struct.fromJavaScript(result.outputs));
  }

  private transform(target: callback.Callback): Transform {
    return async (subject: TransformSubject) => {
      const request = new proto.TransformRequest();
      request.setType(subject.type).setName(subject.name).setCustom(subject.custom);
      request.setParent(subject.parent).setProperties(Struct.fromJavaScript(subject.props));
      request.setOptions(toTransform(subject.options));
      const bytes = await this.callBack(target, request.serializeBinary());
      const answer = proto.TransformResponse.deserializeBinary(bytes);
      const options = answer.getOptions();
      return {
        props: answer.getProperties() ? propsOf(answer.getProperties()) : subject.props,
        options: options ? fromTransform(options) : subject.options,
      };
    };
  }

  private invokeTransform(target: callback.Callback) {
    return async (token: string, args: Props): Promise<Props> => {
      const request = new proto.TransformInvokeRequest().setToken(token);
      request.setArgs(Struct.fromJavaScript(args));
      const bytes = await this.callBack(target, request.serializeBinary());
      const answer = proto.TransformInvokeResponse.deserializeBinary(bytes);
      return answer.getArgs() ? propsOf(answer.getArgs()) : args;
    };
  }

  private callBack(target: callback.Callback, request: Uint8Array): Promise<Uint8Array> {
    let client = this.clients.get(target.getTarget());
    if (!client) {
      const credentials = grpc.credentials.createInsecure();
      client = new callbackRpc.CallbacksClient(target.getTarget(), credentials, LOCAL_CHANNEL);
      this.clients.set(target.getTarget(), client);
    }
    const message = new callback.CallbackInvokeRequest();
    message.setToken(target.getToken()).setRequest(request);
    const connected = client;
    return new Promise((resolve, reject) => {
      connected.invoke(message, (error, response) => {
        if (error) {
          reject(new Error(error.details));
        } else {
          resolve(response.getResponse_asU8());
        }
      });
    });
  }

  /** The program's own frames, innermost first; those of libraries and of Node are left out. */
  private positions(trace: sourceProto.StackTrace | undefined): Position[] {
    const found: Position[] = [];
    for (const frame of trace?.getFramesList() ?? []) {
      const counter = frame.getPc();
      if (counter?.getUri().startsWith("file://")) {
        const file = programFile(fileURLToPath(counter.getUri()), this.projectFolder);
        if (file !== undefined) {
          found.push({ file, line: counter.getLine(), column: counter.getColumn() });
        }
      }
    }
    return found;
  }
}
