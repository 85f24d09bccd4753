/** `Construct`: registers the children that the model of a remote component asks for. */
import * as grpc from "@grpc/grpc-js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorClient } from "@pulumi/pulumi/proto/resource_grpc_pb";
import * as resource from "@pulumi/pulumi/proto/resource_pb";
import {
  Child,
  DEFAULT_REGION,
  outputDependencies,
  PackageSchemas,
  Props,
  RemoteComponent,
  remoteComponents,
  RESOURCE,
  SIGNATURE,
} from "../../../cloud-model";
import { LOCAL_CHANNEL } from "../../../preview/host/rpc";

const schemas = new PackageSchemas();

/** @throws Error for a component that the cloud model does not have. */
export async function construct(request: rpc.ConstructRequest): Promise<rpc.ConstructResponse> {
  const model = remoteComponents[request.getType()];
  if (!model) {
    throw new Error(`the cloud model has no remote component ${request.getType()}`);
  }
  const engine = new Engine(request.getMonitorendpoint());
  try {
    const { urn } = await engine.register(componentMessage(request));
    const made = await model({
      name: request.getName(),
      urn,
      args: props(request.getInputs()),
      region: request.getConfigMap().get("aws:region") ?? DEFAULT_REGION,
      register: (type, name, parent, inputs, dependsOn) =>
        engine.register(childMessage({ type, name, parent, inputs, dependsOn }, request)),
      reference: ({ urn: child, id }) => ({
        [SIGNATURE]: RESOURCE,
        urn: child,
        id,
        packageVersion: schemas.version("aws"),
      }),
    });
    await engine.finish(urn, made.outputs);
    return response(urn, made);
  } finally {
    engine.close();
  }
}

/** The part of the engine's resource monitor that a component needs. */
class Engine {
  private readonly monitor: ResourceMonitorClient;

  constructor(address: string) {
    const credentials = grpc.credentials.createInsecure();
    this.monitor = new ResourceMonitorClient(address, credentials, LOCAL_CHANNEL);
  }

  register(message: resource.RegisterResourceRequest): Promise<Child> {
    message.setAcceptsecrets(true).setAcceptresources(true).setSupportspartialvalues(true);
    message.setSupportsresultreporting(true).setAliasspecs(true);
    return new Promise((resolve, reject) =>
      this.monitor.registerResource(message, (error, answer) =>
        error
          ? reject(error)
          : resolve({
              urn: answer.getUrn(),
              id: answer.getId(),
              outputs: props(answer.getObject()),
            }),
      ),
    );
  }

  finish(urn: string, outputs: Props): Promise<void> {
    const message = new resource.RegisterResourceOutputsRequest().setUrn(urn);
    message.setOutputs(Struct.fromJavaScript(outputs));
    return new Promise((resolve, reject) =>
      this.monitor.registerResourceOutputs(message, (error) => (error ? reject(error) : resolve())),
    );
  }

  close(): void {
    this.monitor.close();
  }
}

/** The component itself, with the options that the program gave it. */
function componentMessage(request: rpc.ConstructRequest): resource.RegisterResourceRequest {
  const message = new resource.RegisterResourceRequest()
    .setType(request.getType())
    .setName(request.getName())
    .setParent(request.getParent())
    .setObject(new Struct())
    .setDependenciesList(request.getDependenciesList())
    .setAliasesList(request.getAliasesList());
  if (request.hasProtect()) {
    message.setProtect(request.getProtect() ?? false);
  }
  if (request.hasRetainondelete()) {
    message.setRetainondelete(request.getRetainondelete() ?? false);
  }
  request.getProvidersMap().forEach((reference, name) => {
    message.getProvidersMap().set(name, reference);
  });
  return message;
}

interface ChildResource {
  type: string;
  name: string;
  parent: string;
  inputs: Props;
  dependsOn: readonly string[];
}

function childMessage(
  child: ChildResource,
  request: rpc.ConstructRequest,
): resource.RegisterResourceRequest {
  const message = new resource.RegisterResourceRequest()
    .setType(child.type)
    .setName(child.name)
    .setParent(child.parent)
    .setCustom(true)
    .setVersion(schemas.version(child.type.split(":")[0]))
    .setObject(Struct.fromJavaScript(child.inputs));
  const dependencies = new Set(child.dependsOn);
  for (const [property, value] of Object.entries(child.inputs)) {
    const urns = [...outputDependencies(value)];
    urns.forEach((urn) => dependencies.add(urn));
    const list = new resource.RegisterResourceRequest.PropertyDependencies().setUrnsList(urns);
    message.getPropertydependenciesMap().set(property, list);
  }
  if (request.hasProtect()) {
    message.setProtect(request.getProtect() ?? false); // the SDK hands `protect` down to children
  }
  return message.setDependenciesList([...dependencies]);
}

function response(urn: string, made: RemoteComponent): rpc.ConstructResponse {
  const answer = new rpc.ConstructResponse().setUrn(urn);
  answer.setState(Struct.fromJavaScript(made.outputs));
  for (const [property, urns] of Object.entries(made.outputDependencies)) {
    const list = new rpc.ConstructResponse.PropertyDependencies().setUrnsList(urns);
    answer.getStatedependenciesMap().set(property, list);
  }
  return answer;
}

function props(message: Struct | undefined): Props {
  return (message?.toJavaScript() ?? {}) as Props;
}
