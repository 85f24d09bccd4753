/** EMR Serverless and STS as far as an application is stopped through them: a double of ours, over HTTP. */
import * as http from "node:http";
import type { AddressInfo } from "node:net";

export class EmrService {
  state = "STARTED";
  /** What the service says where it won't stop the application. */
  busy?: string;
  /** Answers that come before the right ones. */
  readonly failures: number[] = [];
  /** Every call on an application, such as `GET /applications/00f/`. */
  readonly calls: string[] = [];
  account = "123456789012";
  readonly #server = http.createServer((request, response) => this.#take(request, response));
  #before: NodeJS.ProcessEnv = {};

  /** Listens, and lets this process find it, with credentials that mean nothing. */
  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const address = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    const ours = {
      AWS_ENDPOINT_URL_EMR_SERVERLESS: address,
      AWS_ENDPOINT_URL_STS: address,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    };
    this.#before = Object.fromEntries(Object.keys(ours).map((name) => [name, process.env[name]]));
    Object.assign(process.env, ours);
    return this;
  }

  stop(): void {
    for (const [name, value] of Object.entries(this.#before)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #take(request: http.IncomingMessage, response: http.ServerResponse): void {
    const answer = (status: number, body: string) => response.writeHead(status).end(body);
    request.resume();
    const { method = "", url = "", headers } = request;
    if (url === "/") {
      answer(
        200,
        `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>${this.account}</Account><Arn>arn:aws:iam::${this.account}:user/u</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`,
      );
      return;
    }
    this.calls.push(`${method} ${url}`);
    const failure = this.failures.shift();
    if (failure !== undefined) {
      answer(failure, JSON.stringify({ message: "Rate exceeded" }));
    } else if (
      !/Credential=test\/\d{8}\/eu-west-1\/emr-serverless\//.test(headers.authorization ?? "")
    ) {
      answer(403, JSON.stringify({ message: "not signed" }));
    } else if (method === "GET") {
      answer(200, JSON.stringify({ application: { state: this.state } }));
      if (this.state === "STOPPING") this.state = "STOPPED";
    } else if (this.busy === undefined) {
      this.state = "STOPPING";
      answer(200, "{}");
    } else {
      answer(409, JSON.stringify({ message: this.busy }));
    }
  }
}
