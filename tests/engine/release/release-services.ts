/**
 * CodeDeploy, STS and the aliases of Lambda as far as a release uses them, over their own protocols:
 * AWS JSON 1.1, AWS Query and REST. A double of ours: what it takes and answers is held against the API models.
 */
import * as http from "http";
import type { AddressInfo } from "net";
import type { Cloud } from "../providers";
import { ApiModel } from "./api-model";

/** What CodeDeploy says at one look. */
export interface Moment {
  readonly status: "Created" | "InProgress" | "Succeeded" | "Failed" | "Stopped";
  /** Share of the new version. */
  readonly weight?: number;
  readonly events?: readonly {
    readonly lifecycleEventName: string;
    readonly status: "Pending" | "InProgress" | "Succeeded" | "Failed" | "Skipped";
    readonly diagnostics?: { readonly errorCode?: string; readonly message?: string };
  }[];
  readonly error?: { readonly code: string; readonly message: string };
  /** True where a deployment that rolls back begins now. */
  readonly rollsBack?: boolean;
}

interface Deployment {
  readonly id: string;
  readonly creator: "user" | "codeDeployRollback";
  readonly content: string;
  readonly moments: readonly Moment[];
  looks: number;
  rollbackId?: string;
}

export interface Refusal {
  readonly name: string;
  readonly status: number;
}

/** One release that goes well. */
export const success: readonly Moment[] = [
  { status: "Created" },
  {
    status: "InProgress",
    weight: 0.1,
    events: [{ lifecycleEventName: "BeforeAllowTraffic", status: "Succeeded" }],
  },
  { status: "Succeeded", weight: 1 },
];

export class ReleaseServices {
  /** Versions by alias, as `function:alias`. */
  readonly aliases = new Map<string, string>();
  /** Versions by function; those of one that nobody set are none. */
  readonly versions = new Map<string, string[]>();
  /** What becomes of the deployments that are created from now on. */
  plan: readonly Moment[] = success;
  /** Answers of the next calls of an operation. */
  readonly refusals = new Map<string, Refusal[]>();
  /** Every call, by operation. */
  readonly calls: { readonly operation: string; readonly input: Record<string, unknown> }[] = [];
  /** Called at each look at a deployment. */
  onLook: (looks: number) => void = () => undefined;
  readonly #deployments: Deployment[] = [];
  readonly #models = { codedeploy: new ApiModel("codedeploy"), sts: new ApiModel("sts") };
  readonly #server = http.createServer((request, response) => this.#take(request, response));
  #made: (key: string) => string | undefined = () => undefined;
  address = "";

  /** @param account that of every credential */
  constructor(public account = "123456789012") {}

  /** @param made the version of an alias that nobody has set here, by `function:alias` */
  async start(made: (key: string) => string | undefined = () => undefined): Promise<this> {
    this.#made = made;
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.address = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** What lets the SDK find these services, with credentials that mean nothing. */
  get environment(): Record<string, string> {
    const names = ["CODEDEPLOY", "STS", "LAMBDA"];
    return {
      ...Object.fromEntries(names.map((name) => [`AWS_ENDPOINT_URL_${name}`, this.address])),
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    };
  }

  count(operation: string): number {
    return this.calls.filter((call) => call.operation === operation).length;
  }

  /** A deployment that is under way before the update begins. */
  begin(content: string, moments: readonly Moment[]): string {
    return this.#begin(content, moments, "user").id;
  }

  #begin(content: string, moments: readonly Moment[], creator: Deployment["creator"]): Deployment {
    const id = `d-${String(this.#deployments.length + 1).padStart(9, "0")}`;
    const deployment: Deployment = { id, creator, content, moments, looks: 0 };
    this.#deployments.push(deployment);
    return deployment;
  }

  #take(request: http.IncomingMessage, response: http.ServerResponse): void {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      const text = Buffer.concat(pieces).toString();
      const target = request.headers["x-amz-target"];
      if (typeof target === "string") {
        this.#codeDeploy(
          target.split(".")[1],
          JSON.parse(text) as Record<string, unknown>,
          response,
        );
      } else if (request.url?.startsWith("/2015-03-31/functions/")) {
        this.#lambda(request.method ?? "", request.url, text, response);
      } else {
        this.#sts(Object.fromEntries(new URLSearchParams(text)), response);
      }
    });
  }

  #codeDeploy(operation: string, input: Record<string, unknown>, response: http.ServerResponse) {
    this.calls.push({ operation, input });
    const model = this.#models.codedeploy;
    const problems = model.problems(operation, "input", input);
    if (problems.length > 0) {
      return answer(response, 400, { __type: "ValidationException", message: problems.join("; ") });
    }
    const refusal = this.refusals.get(operation)?.shift();
    if (refusal) {
      if (!model.answersWith(operation, refusal.name)) {
        throw new Error(`${operation} does not answer ${refusal.name}`);
      }
      return answer(response, refusal.status, { __type: refusal.name, message: "by the test" });
    }
    const output = this.#answers[operation](input);
    const wrong = model.problems(operation, "output", output);
    if (wrong.length > 0)
      throw new Error(`the double answers ${operation} with ${wrong.join("; ")}`);
    return answer(response, 200, output);
  }

  /** What a function answers to a call; an error's name makes it one that failed. */
  onInvoke: (functionName: string, qualifier: string, event: unknown) => object | Promise<object> =
    () => ({});

  readonly #answers: Record<string, (input: Record<string, unknown>) => object> = {
    CreateDeployment: (input) => {
      const { appSpecContent } = input.revision as { appSpecContent: { content: string } };
      const { id } = this.#begin(appSpecContent.content, this.plan, "user");
      return { deploymentId: id };
    },
    ListDeployments: (input) => {
      const statuses = input.includeOnlyStatuses as string[];
      const found = this.#deployments.filter((one) => statuses.includes(momentOf(one).status));
      return { deployments: found.map(({ id }) => id) };
    },
    GetDeployment: ({ deploymentId }) => this.#look(this.#find(deploymentId)),
    PutLifecycleEventHookExecutionStatus: ({ lifecycleEventHookExecutionId }) => ({
      lifecycleEventHookExecutionId,
    }),
    ListDeploymentTargets: ({ deploymentId }) => {
      const { name, alias } = shiftIn(this.#find(deploymentId).content);
      return { targetIds: [`${name}:${alias}`] };
    },
    BatchGetDeploymentTargets: ({ deploymentId }) => {
      const deployment = this.#find(deploymentId);
      const { events = [], weight = 0 } = momentOf(deployment);
      const { name, alias, from, to } = shiftIn(deployment.content);
      const lambdaFunctionInfo = {
        ...{ functionName: name, functionAlias: alias, currentVersion: from, targetVersion: to },
        targetVersionWeight: weight,
      };
      const lambdaTarget = { lifecycleEvents: events, lambdaFunctionInfo };
      return { deploymentTargets: [{ deploymentTargetType: "LambdaTarget", lambdaTarget }] };
    },
  };

  #find(id: unknown): Deployment {
    const found = this.#deployments.find((deployment) => deployment.id === id);
    if (!found) throw new Error(`no deployment ${String(id)}`);
    return found;
  }

  #look(deployment: Deployment): object {
    deployment.looks += 1;
    this.onLook(deployment.looks);
    const { status, error, rollsBack } = momentOf(deployment);
    const { id, creator, content } = deployment;
    if (status === "Succeeded") {
      const { name, alias, to } = shiftIn(content);
      this.aliases.set(`${name}:${alias}`, to);
    }
    if (rollsBack && deployment.rollbackId === undefined) {
      const { from, to } = shiftIn(content);
      const back = content.replace(`"TargetVersion":"${to}"`, `"TargetVersion":"${from}"`);
      deployment.rollbackId = this.#begin(back, success, "codeDeployRollback").id;
    }
    return {
      deploymentInfo: {
        ...{ deploymentId: id, status, creator, computePlatform: "Lambda" },
        revision: { revisionType: "AppSpecContent", appSpecContent: { content } },
        ...(error ? { errorInformation: error } : {}),
        ...(deployment.rollbackId === undefined
          ? {}
          : { rollbackInfo: { rollbackDeploymentId: deployment.rollbackId } }),
      },
    };
  }

  #lambda(method: string, url: string, text: string, response: http.ServerResponse) {
    const [, name, kind, alias] = /functions\/([^/?]+)\/?([a-z]*)\/?([^/?]*)/.exec(url) ?? [];
    const operation = `${method} ${kind}`.trim();
    const qualifier = new URLSearchParams(url.split("?")[1]).get("Qualifier") ?? alias;
    this.calls.push({ operation, input: { name, qualifier } });
    const versions = this.versions.get(name) ?? [];
    if (operation === "POST invocations") {
      return void Promise.resolve(this.onInvoke(name, qualifier, JSON.parse(text))).then(
        (result) => {
          if ("error" in result) response.setHeader("x-amz-function-error", "Unhandled");
          answer(response, 200, result);
        },
      );
    }
    if (operation === "GET versions") {
      return answer(response, 200, { Versions: versions.map((Version) => ({ Version })) });
    }
    if (operation === "DELETE") {
      this.versions.set(
        name,
        versions.filter((version) => version !== qualifier),
      );
      return answer(response, 204);
    }
    const known = `${name}:${alias}`;
    const first = this.aliases.has(known) ? undefined : this.#made(known);
    if (first !== undefined) this.aliases.set(known, first);
    const standing = [...this.aliases].filter(([key]) => key.startsWith(`${name}:`));
    const answers = standing.map(([key, FunctionVersion]) => ({
      Name: key.split(":")[1],
      FunctionVersion,
    }));
    if (alias === "") return answer(response, 200, { Aliases: answers });
    const one = answers.find(({ Name }) => Name === alias);
    return one
      ? answer(response, 200, one)
      : answer(response, 404, { message: `no alias ${alias}` }, "ResourceNotFoundException");
  }

  #sts(input: Record<string, string>, response: http.ServerResponse) {
    const { Action: operation } = input;
    this.calls.push({ operation, input });
    const result =
      operation === "AssumeRole"
        ? `<Credentials><AccessKeyId>role</AccessKeyId><SecretAccessKey>role</SecretAccessKey><SessionToken>role</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>`
        : `<Account>${this.account}</Account><Arn>arn:aws:iam::${this.account}:user/test</Arn><UserId>test</UserId>`;
    response.writeHead(200, { "content-type": "text/xml" });
    response.end(
      `<${operation}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${operation}Result>${result}</${operation}Result></${operation}Response>`,
    );
  }
}

function momentOf({ moments, looks }: Deployment): Moment {
  return moments[Math.min(Math.max(looks - 1, 0), moments.length - 1)];
}

function shiftIn(content: string): { name: string; alias: string; from: string; to: string } {
  const { Resources } = JSON.parse(content) as {
    Resources: [Record<string, { Properties: Record<string, string> }>];
  };
  const { Name, Alias, CurrentVersion, TargetVersion } = Object.values(Resources[0])[0].Properties;
  return { name: Name, alias: Alias, from: CurrentVersion, to: TargetVersion };
}

function answer(
  response: http.ServerResponse,
  status: number,
  body?: object,
  error?: string,
): void {
  response.writeHead(status, {
    "content-type": "application/x-amz-json-1.1",
    ...(error ? { "x-amzn-errortype": error } : {}),
  });
  response.end(body ? JSON.stringify(body) : undefined);
}

/** The versions of the aliases that updates made, by `function:alias`. */
export function aliasesOf(cloud: Cloud): (key: string) => string | undefined {
  return (key) => {
    const aliases = cloud.live.filter(({ type }) => type === "aws:lambda/alias:Alias");
    const found = aliases.find(({ values }) => `${values.functionName}:${values.name}` === key);
    return found && String(found.values.functionVersion);
  };
}
