// Channels to servers on this machine, which come and go.
import * as grpc from "@grpc/grpc-js";
import assert from "node:assert/strict";
import { LOCAL_CHANNEL } from "../../preview/host/rpc";

const asIs = (bytes: Buffer) => bytes;
const service = {
  answer: {
    path: "/test/answer",
    requestStream: false,
    responseStream: false,
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  },
};

/** A server at the port, and the port; 0 takes a free one. */
async function serve(port: number): Promise<{ server: grpc.Server; port: number }> {
  const server = new grpc.Server();
  const answer: grpc.handleUnaryCall<Buffer, Buffer> = (call, done) => done(null, call.request);
  server.addService(service, { answer });
  const credentials = grpc.ServerCredentials.createInsecure();
  const bound = await new Promise<number>((resolve, reject) =>
    server.bindAsync(`127.0.0.1:${port}`, credentials, (error, at) =>
      error ? reject(error) : resolve(at),
    ),
  );
  return { server, port: bound };
}

describe("A channel to this machine", () => {
  it("reaches a new server at a port where an older one no longer answered", async () => {
    const clients: grpc.Client[] = [];
    const ask = (client: grpc.Client): Promise<string> =>
      new Promise((resolve) => {
        const { path } = service.answer;
        client.makeUnaryRequest(path, asIs, asIs, Buffer.from("yes"), (error, value) =>
          resolve(error?.message ?? String(value)),
        );
      });
    const client = (port: number) => {
      const credentials = grpc.credentials.createInsecure();
      const made = new grpc.Client(`127.0.0.1:${port}`, credentials, LOCAL_CHANNEL);
      clients.push(made);
      return made;
    };
    const first = await serve(0);
    const old = client(first.port);
    assert.equal(await ask(old), "yes");
    first.server.forceShutdown();
    assert.match(await ask(old), /UNAVAILABLE/);
    const second = await serve(first.port);
    try {
      assert.equal(await ask(client(first.port)), "yes");
    } finally {
      clients.forEach((each) => each.close());
      second.server.forceShutdown();
    }
  });
});
