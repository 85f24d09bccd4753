/**
 * Stands in for the plugin that starts Node for each command of the CLI: runs the repository's program in
 * this one process, where it is loaded once. Prints its port, ends when its input ends.
 */
import * as grpc from "@grpc/grpc-js";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/language_pb";
import "./programs-here";
import compose from "../../index";

/* eslint-disable @typescript-eslint/no-require-imports -- internal: how the Automation API runs programs */
const { LanguageServer } = require("@pulumi/pulumi/automation/server") as {
  LanguageServer: new (program: PulumiFn) => object;
};
/* eslint-enable @typescript-eslint/no-require-imports */

class LanguageHost extends LanguageServer {
  handshake(_call: unknown, done: grpc.sendUnaryData<rpc.LanguageHandshakeResponse>): void {
    done(null, new rpc.LanguageHandshakeResponse());
  }
}

const server = new grpc.Server();
const host = new LanguageHost(() => Promise.resolve(compose()));
server.addService(LanguageRuntimeService, host as unknown as grpc.UntypedServiceImplementation);
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) {
    throw error;
  }
  process.stdout.write(`${port}\n`);
  process.stdin.resume().on("end", () => process.exit());
});
