/** What the gRPC services of the preview have in common. */
import * as grpc from "@grpc/grpc-js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { Props } from "../../cloud-model";

/**
 * Registrations with large assets exceed gRPC's default of 4 MB. What is on this machine is not asked
 * through a proxy, whatever `http_proxy` and its like say. And ports are used again: with connections that
 * all channels of a process share, one that was refused at a port makes the next one to it fail, too.
 */
export const LOCAL_CHANNEL = {
  "grpc.max_receive_message_length": -1,
  "grpc.max_send_message_length": -1,
  "grpc.enable_http_proxy": 0,
  "grpc.use_local_subchannel_pool": 1,
};

/** Serves on a free loopback port; returns the address. */
export async function listen(server: grpc.Server): Promise<string> {
  const credentials = grpc.ServerCredentials.createInsecure();
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", credentials, (error, bound) => {
      if (error) {
        reject(error);
      } else {
        resolve(bound);
      }
    });
  });
  return `127.0.0.1:${port}`;
}

/**
 * Adapts a function to gRPC's callback style. Errors become INVALID_ARGUMENT with their message: the
 * SDK swallows UNAVAILABLE and CANCELLED.
 */
export function unary<Request, Response>(
  handle: (request: Request) => Response | Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
  return (call, done) => {
    Promise.resolve()
      .then(() => handle(call.request))
      .then((response) => done(null, response))
      .catch((error: Error) =>
        done({ code: grpc.status.INVALID_ARGUMENT, details: error.message }),
      );
  };
}

/** Methods that are not served (of newer SDKs) are answered UNIMPLEMENTED, which the SDK tolerates. */
export function complete(
  service: grpc.ServiceDefinition,
  methods: grpc.UntypedServiceImplementation,
): grpc.UntypedServiceImplementation {
  const missing = Object.keys(service).filter((name) => !(name in methods));
  const refuse: grpc.handleUnaryCall<unknown, unknown> = (_call, done) => {
    done({ code: grpc.status.UNIMPLEMENTED });
  };
  return { ...methods, ...Object.fromEntries(missing.map((name) => [name, refuse])) };
}

/** The properties in a protobuf struct. */
export function propsOf(struct: Struct | undefined): Props {
  return (struct?.toJavaScript() ?? {}) as Props;
}
