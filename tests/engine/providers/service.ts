/** Serves a provider over gRPC on a free loopback port, as the engine expects of a plugin. */
import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { fromOutputValues, Props } from "../../../cloud-model";
import { ConnectionLost, Difference, Provider, Subject } from "./provider";

export interface Served {
  readonly port: number;
  /** Stops serving and breaks all connections. */
  stop(): void;
}

/** `construct` is for providers of remote components. */
export type Construct = (request: rpc.ConstructRequest) => Promise<rpc.ConstructResponse>;

export async function serve(provider: Provider, construct?: Construct): Promise<Served> {
  const server = new grpc.Server({ "grpc.max_receive_message_length": -1 });
  const calls = new Connections();
  let port = 0;
  // A broken connection breaks for all calls on it; the engine connects again.
  const hangUp = () => server.drain(`127.0.0.1:${port}`, 0);
  const unary = unaryWith(hangUp);
  const methods: grpc.UntypedServiceImplementation = {
    getPluginInfo: unary(() => new plugin.PluginInfo().setVersion(provider.version)),
    attach: unary(() => new Empty()),
    cancel: unary(() => new Empty()),
    checkConfig: unary((request: rpc.CheckRequest) =>
      new rpc.CheckResponse().setInputs(request.getNews()),
    ),
    diffConfig: unary(() => new rpc.DiffResponse()),
    configure: unary((request: rpc.ConfigureRequest, peer) => {
      calls.configure(peer, props(request.getArgs()));
      return new rpc.ConfigureResponse()
        .setAcceptsecrets(true)
        .setAcceptresources(true)
        .setAcceptoutputs(true)
        .setSupportspreview(true);
    }),
    ...resourceMethods(provider, calls, unary),
    invoke: unary((request: rpc.InvokeRequest, peer) => {
      const result = provider.invoke(
        request.getTok(),
        props(request.getArgs()),
        calls.configuration(peer),
      );
      return new rpc.InvokeResponse().setReturn(struct(result));
    }),
    ...(construct ? { construct: unary(construct) } : {}),
  };
  server.addService(ResourceProviderService, { ...unimplemented(), ...methods });
  port = await listen(server);
  return { port, stop: () => server.forceShutdown() };
}

/** One connection per provider resource: what it was configured with holds for its later calls. */
class Connections {
  private readonly configurations = new Map<string, Props>();
  private latest: Props = {};

  configure(peer: string, configuration: Props): void {
    this.configurations.set(peer, configuration);
    this.latest = configuration;
  }

  /** After a broken connection the engine comes from another port and does not configure again. */
  configuration(peer: string): Props {
    return this.configurations.get(peer) ?? this.latest;
  }

  subject(request: Named, peer: string): Subject {
    return {
      type: request.getType(),
      name: request.getName(),
      urn: request.getUrn(),
      configuration: this.configuration(peer),
    };
  }
}

interface Named {
  getType(): string;
  getName(): string;
  getUrn(): string;
}

type Unary = ReturnType<typeof unaryWith>;

function resourceMethods(
  provider: Provider,
  calls: Connections,
  unary: Unary,
): grpc.UntypedServiceImplementation {
  return {
    check: unary((request: rpc.CheckRequest, peer) => {
      const inputs = props(request.getNews());
      const failures = provider
        .check(calls.subject(request, peer), inputs)
        .map((failure) =>
          new rpc.CheckFailure()
            .setProperty(failure.property)
            .setReason(`${failure.property}: ${failure.reason}`),
        );
      return new rpc.CheckResponse().setInputs(struct(inputs)).setFailuresList(failures);
    }),
    diff: unary((request: rpc.DiffRequest, peer) => {
      const before = props(request.getOldInputs());
      const after = props(request.getNews());
      return diffResponse(provider.diff(calls.subject(request, peer), before, after));
    }),
    create: unary(async (request: rpc.CreateRequest, peer) => {
      const subject = calls.subject(request, peer);
      const inputs = props(request.getProperties());
      if (request.getPreview()) {
        return new rpc.CreateResponse().setProperties(struct(provider.plan(subject, inputs)));
      }
      const { id, outputs } = await provider.create(subject, inputs);
      return new rpc.CreateResponse().setId(id).setProperties(struct(outputs));
    }),
    read: unary(async (request: rpc.ReadRequest, peer) => {
      const id = request.getId();
      const known = request.hasInputs()
        ? { id, inputs: props(request.getInputs()), outputs: props(request.getProperties()) }
        : undefined;
      const found = await provider.read(calls.subject(request, peer), id, known);
      return found
        ? new rpc.ReadResponse()
            .setId(found.id)
            .setInputs(struct(known ? found.inputs : {}))
            .setProperties(struct(found.outputs))
        : new rpc.ReadResponse();
    }),
    update: unary(async (request: rpc.UpdateRequest, peer) => {
      const subject = calls.subject(request, peer);
      const [id, inputs] = [request.getId(), props(request.getNews())];
      const before = {
        id,
        inputs: props(request.getOldInputs()),
        outputs: props(request.getOlds()),
      };
      const outputs = request.getPreview()
        ? provider.plan(subject, inputs, before)
        : (await provider.update(subject, id, inputs)).outputs;
      return new rpc.UpdateResponse().setProperties(struct(outputs));
    }),
    delete: unary(async (request: rpc.DeleteRequest, peer) => {
      await provider.delete(calls.subject(request, peer), request.getId());
      return new Empty();
    }),
  };
}

function diffResponse({ changed, replacing, deleteBeforeReplace }: Difference): rpc.DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = rpc.DiffResponse.DiffChanges;
  const response = new rpc.DiffResponse()
    .setChanges(changed.length === 0 ? DIFF_NONE : DIFF_SOME)
    .setDiffsList([...changed])
    .setReplacesList([...replacing])
    .setDeletebeforereplace(deleteBeforeReplace)
    .setHasdetaileddiff(true);
  for (const property of changed) {
    const { UPDATE, UPDATE_REPLACE } = rpc.PropertyDiff.Kind;
    const kind = replacing.includes(property) ? UPDATE_REPLACE : UPDATE;
    response
      .getDetaileddiffMap()
      .set(property, new rpc.PropertyDiff().setKind(kind).setInputdiff(true));
  }
  return response;
}

/** Adapts functions to gRPC's callback style; what they throw becomes the provider's error. */
function unaryWith(hangUp: () => void) {
  return <Request, Response>(
      handle: (request: Request, peer: string) => Response | Promise<Response>,
    ): grpc.handleUnaryCall<Request, Response> =>
    (call, done) => {
      Promise.resolve()
        .then(() => handle(call.request, call.getPeer()))
        .then((response) => done(null, response))
        .catch((error: Error) =>
          error instanceof ConnectionLost
            ? hangUp()
            : done({ code: grpc.status.UNKNOWN, details: error.message }),
        );
    };
}

/** Methods of newer engines: answered as not implemented, which engines tolerate. */
function unimplemented(): grpc.UntypedServiceImplementation {
  const refuse: grpc.handleUnaryCall<unknown, unknown> = (_call, done) =>
    done({ code: grpc.status.UNIMPLEMENTED });
  return Object.fromEntries(Object.keys(ResourceProviderService).map((name) => [name, refuse]));
}

function listen(server: grpc.Server): Promise<number> {
  const credentials = grpc.ServerCredentials.createInsecure();
  return new Promise((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", credentials, (error, port) =>
      error ? reject(error) : resolve(port),
    ),
  );
}

function props(message: Struct | undefined): Props {
  return fromOutputValues((message?.toJavaScript() ?? {}) as Props) as Props;
}

function struct(values: Props): Struct {
  return Struct.fromJavaScript(values);
}
