/** Requests to a search domain: signed by the function's role, with time limits and further tries. */
import { requestPath, signedHeaders } from "../../components/data/signed-request";
import { log } from "../log";

/** Three tries of 6 s and their pauses end before the API's 29 s. */
const TRIES = 3;
const TRY_MILLISECONDS = 6_000;
const PAUSE_MILLISECONDS = 300;

/** Busy or starting anew: what another try may find otherwise. */
const passing = [429, 502, 503, 504];

export interface SearchRequest {
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** Begins with `/`. */
  path: string;
  /** JSON, or lines of JSON. Default: none. */
  body?: string;
  contentType?: "application/json" | "application/x-ndjson";
}

export interface SearchAnswer {
  status: number;
  body: unknown;
}

/** Sends one request to a domain. */
export type AskSearch = (endpoint: string, request: SearchRequest) => Promise<SearchAnswer>;

/**
 * Asks the domain, again where it was busy or did not answer. What is asked must bear being asked twice.
 * Connections are kept by `fetch` for the next call of the same function.
 *
 * @param endpoint host name, without `https://`
 * @throws Error naming the status, where the last try failed too
 */
export const askSearch: AskSearch = async (endpoint, request) => {
  const { method, path, body, contentType = "application/json" } = request;
  for (let tried = 1; ; tried++) {
    try {
      const response = await fetch(`https://${endpoint}${requestPath(path)}`, {
        method,
        body,
        headers: {
          ...signedHeaders({ service: "es", method, host: endpoint, path, body }),
          ...(body === undefined ? {} : { "content-type": contentType }),
        },
        signal: AbortSignal.timeout(TRY_MILLISECONDS),
      });
      const text = await response.text();
      if (!passing.includes(response.status)) {
        return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
      }
      if (tried === TRIES) {
        throw new Error(`the search domain answered ${response.status} ${TRIES} times`);
      }
      log("warn", "search asked again", { status: response.status, tried });
    } catch (error) {
      if (tried === TRIES) {
        throw error;
      }
      log("warn", "search asked again", { error, tried });
    }
    // At random, so that many functions don't come back at the same moment.
    const pause = PAUSE_MILLISECONDS * 2 ** tried * (0.5 + Math.random() / 2);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
};
