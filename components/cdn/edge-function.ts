/** A function that runs at CloudFront's edge, written inline. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, main, Transforms } from "../component";
import { edgeSource, UnusableSource } from "./edge-source";
import { VIEWER_REQUEST_RUNTIME } from "./viewer-request";

/** A header, cookie or query parameter; those that came several times have all in `multiValue`. */
export interface EdgeValue {
  value: string;
  multiValue?: { value: string }[];
}

/** What the viewer asks; names are in lower case. */
export interface EdgeRequest {
  method: string;
  uri: string;
  querystring: Record<string, EdgeValue>;
  headers: Record<string, EdgeValue>;
  cookies: Record<string, EdgeValue>;
}

/** What the viewer gets. */
export interface EdgeResponse {
  statusCode: number;
  statusDescription?: string;
  headers?: Record<string, EdgeValue>;
  cookies?: Record<string, EdgeValue & { attributes?: string }>;
  body?: string | { encoding: "text" | "base64"; data: string };
}

/** The event of a CloudFront function ("CloudFront Functions event structure", CloudFront developer guide). */
export interface EdgeEvent {
  version: string;
  context: {
    distributionDomainName: string;
    distributionId: string;
    eventType: "viewer-request" | "viewer-response";
    requestId: string;
  };
  viewer: { ip: string };
  request: EdgeRequest;
  /** With `viewer-response` alone. */
  response?: EdgeResponse;
}

/** The values that the function was given. */
export interface EdgeValues<Key extends string> {
  get(key: Key): Promise<string>;
}

type Answer = EdgeRequest | EdgeResponse;

export interface EdgeFunctionArgs<Key extends string> {
  /**
   * What the callback needs to know, Outputs too: kept in a key value store, read by
   * `await values.get("key")`. Not for secrets: a store is no vault. Default: none, and no store.
   * Limit: a key has 512 characters, a value 1 KB.
   */
  values?: Readonly<Record<Key, pulumi.Input<string>>>;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    function: aws.cloudfront.FunctionArgs;
    values: aws.cloudfront.KeyValueStoreArgs;
    value: aws.cloudfront.KeyvaluestoreKeyArgs;
  }>;
}

/**
 * A CloudFront function (runtime 2.0), which sees every request or answer of a behaviour. It runs for
 * less than a millisecond, has no network, and no environment: what its callback captures is refused.
 * The code has at most 10 KB (rule CF-08).
 *
 * Creates: the function; with `values` a key value store and a key for each. Costs 0.10 USD per million
 * runs.
 *
 * @example
 * const toWww = new EdgeFunction("to-www", async (event, values) => {
 *   const host = await values.get("host");
 *   if (event.request.headers.host.value === host) return event.request;
 *   return { statusCode: 301, headers: { location: { value: "https://" + host + event.request.uri } } };
 * }, { values: { host: "www.example.com" } });
 * new Distribution("cdn", { origins: { site: { origin: data.buckets.site, viewerRequest: toWww } } });
 */
export class EdgeFunction<Key extends string = string> extends Component {
  readonly arn: pulumi.Output<string>;
  readonly nodes: {
    readonly function: aws.cloudfront.Function;
    readonly values?: aws.cloudfront.KeyValueStore;
  };

  /** @throws pulumi.RunError where the callback captures something, or is not what the runtime takes */
  constructor(
    name: string,
    handler: (event: EdgeEvent, values: EdgeValues<Key>) => Answer | Promise<Answer>,
    args: EdgeFunctionArgs<Key> = {},
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("strata:cdn:EdgeFunction", name, args, opts);
    const { values } = args;
    const code = this.sourceOf(handler, values !== undefined);
    const store = values && this.child(aws.cloudfront.KeyValueStore, "values", {});
    const keys = (Object.keys(values ?? {}) as Key[])
      .sort()
      .map((key) =>
        this.child(
          aws.cloudfront.KeyvaluestoreKey,
          `value-${key}`,
          { keyValueStoreArn: store!.arn, key, value: values![key] },
          { key: "value" },
        ),
      );
    const made = this.child(
      aws.cloudfront.Function,
      main,
      {
        runtime: VIEWER_REQUEST_RUNTIME,
        publish: true,
        comment: this.logicalName,
        code,
        keyValueStoreAssociations: store ? [store.arn] : [],
      },
      // A value that is not there yet would fail every request.
      { dependsOn: keys },
    );
    this.arn = made.arn;
    this.nodes = { function: made, values: store };
  }

  private sourceOf(handler: (...args: never[]) => unknown, hasValues: boolean): string {
    try {
      return edgeSource(handler, hasValues);
    } catch (error) {
      if (!(error instanceof UnusableSource)) throw error;
      throw this.refuse("handler", error.found, error.allowed, error.fix);
    }
  }
}
