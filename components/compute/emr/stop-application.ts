/** Stops an application of EMR Serverless and waits until it has stopped. */
import { STSClient } from "@aws-sdk/client-sts";
import { SignatureV4 } from "@smithy/signature-v4";
import { openAccount } from "../lambda/release/aws-session";
import type { AwsSession } from "../lambda/release/deployment-inputs";

export interface StopPatience {
  /** Milliseconds between two looks. Default: 3,000. */
  readonly pause?: number;
  /** Milliseconds after which it is given up. Default: 300,000. */
  readonly most?: number;
}

/** States in which an application can be changed ("UpdateApplication", EMR Serverless API reference). */
const CHANGEABLE = new Set(["CREATED", "STOPPED"]);
const ATTEMPTS = 5;

/** An application's ARN, taken apart. */
interface Application {
  readonly id: string;
  readonly host: string;
  readonly region: string;
  readonly account: string;
}

/**
 * @param arn of the application
 * @throws Error where jobs run, which EMR doesn't stop for this, or where it takes too long
 */
export async function stopApplication(
  arn: string,
  credentials: Pick<AwsSession, "profile" | "roleArn" | "externalId">,
  { pause = 3_000, most = 300_000 }: StopPatience = {},
): Promise<void> {
  const application = applicationOf(arn);
  const { region, account, id } = application;
  const send = await signedCalls(application, { region, account, ...credentials });
  for (let waited = 0; waited <= most; waited += pause) {
    const { state } = ((await send("GET", "")) as { application: { state: string } }).application;
    if (CHANGEABLE.has(state)) return;
    if (state === "STARTED") await send("POST", "/stop");
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  throw new Error(
    `application ${id} of EMR Serverless has not stopped within ${most / 1_000} seconds\n` +
      "  fix: see `aws emr-serverless get-application`, and update again once it has stopped",
  );
}

function applicationOf(arn: string): Application {
  const [, partition, , region, account, path] = arn.split(":");
  const suffix = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  const host = `https://emr-serverless.${region}.${suffix}`;
  return { id: path.split("/").pop() ?? "", host, region, account };
}

type Send = (method: "GET" | "POST", path: string) => Promise<unknown>;

/** There is a client for it in the SDK; for two calls this is smaller. */
async function signedCalls(application: Application, session: AwsSession): Promise<Send> {
  const { config } = new STSClient(await openAccount(session));
  const { credentials, sha256 } = config;
  const { region } = session;
  const signer = new SignatureV4({ credentials, sha256, region, service: "emr-serverless" });
  const endpoint = new URL(process.env.AWS_ENDPOINT_URL_EMR_SERVERLESS ?? application.host);
  return async (method, path) => {
    for (let attempt = 1; ; attempt++) {
      const answer = await fetchSigned(
        signer,
        endpoint,
        method,
        `/applications/${application.id}${path}`,
      );
      const body = (await answer.json().catch(() => ({}))) as { message?: string };
      if (answer.ok) return body;
      const comesBack = answer.status === 429 || answer.status >= 500;
      if (!comesBack || attempt === ATTEMPTS) throw refused(application.id, path, answer, body);
      await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * 100));
    }
  };
}

async function fetchSigned(
  signer: SignatureV4,
  endpoint: URL,
  method: string,
  path: string,
): Promise<Response> {
  const { protocol, hostname, port, host } = endpoint;
  const unsigned = { method, protocol, hostname, path, headers: { host }, query: {} };
  const { headers } = await signer.sign({ ...unsigned, port: port ? Number(port) : undefined });
  return fetch(new URL(path, endpoint), { method, headers });
}

function refused(
  id: string,
  path: string,
  { status }: Response,
  { message }: { message?: string },
) {
  const words = message ?? `HTTP ${status}`;
  return path === "/stop" && status < 500
    ? new Error(
        `application ${id} of EMR Serverless can't be stopped for the update: ${words}\n` +
          "  fix: wait until its jobs have ended, or cancel them (`aws emr-serverless cancel-job-run`), and update again",
      )
    : new Error(`EMR Serverless, application ${id}: ${words}`);
}
