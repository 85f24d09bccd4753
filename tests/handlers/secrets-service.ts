// As much of Secrets Manager's API as a handler asks for: the value of a secret.
import { once } from "node:events";
import * as http from "node:http";
import { AddressInfo } from "node:net";

export interface SecretsService {
  /** Environment that makes the AWS SDK use it. */
  readonly environment: Record<string, string>;
  stop(): Promise<void>;
}

/** Every secret has this value. */
export async function startSecretsService(value: object): Promise<SecretsService> {
  const server = http.createServer((incoming, outgoing) => {
    incoming.resume().on("end", () => {
      const asked = incoming.headers["x-amz-target"] === "secretsmanager.GetSecretValue";
      outgoing.writeHead(asked ? 200 : 400, { "content-type": "application/x-amz-json-1.1" });
      outgoing.end(JSON.stringify(asked ? { SecretString: JSON.stringify(value) } : {}));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    environment: {
      AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
      AWS_REGION: "eu-west-1",
    },
    async stop() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
