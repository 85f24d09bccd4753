/** Calls to the print-lab's API, which lets in our fixed IP addresses only. */

/** What a call needs of the world; tests bring their own. */
export interface LabConnection {
  fetch: typeof fetch;
  wait(milliseconds: number): Promise<void>;
}

export interface LabRequest {
  method: "GET" | "POST";
  /** Below the API's URL, such as `orders`. */
  path: string;
  query?: Record<string, string>;
  body?: object;
  /** Sent as `Idempotency-Key`: the lab takes the first request with a key and repeats its answer. */
  idempotencyKey?: string;
}

/** The lab did not answer, or asked to come back later, as often as we tried. */
export class PrintLabUnavailable extends Error {
  override readonly name = "PrintLabUnavailable";
}

/** The lab does not want the request as it is; asking again would not help. */
class PrintLabRefused extends Error {
  override readonly name = "PrintLabRefused";
}

/** The lab's answer is not what was agreed. */
export class PrintLabAnswerInvalid extends Error {
  override readonly name = "PrintLabAnswerInvalid";
}

/** Three attempts of 4 s and two pauses of at most 2 s: 16 s, within a function's 20 s. */
export const attempts = 3;
const attemptTimeoutMs = 4_000;
const longestPauseMs = 2_000;
const firstPauseMs = 200;

const overTheNetwork: LabConnection = {
  fetch: (input, init) => fetch(input, init),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/**
 * Sends one request and gives the parsed JSON of the answer, which the caller has to validate.
 *
 * Tries again after timeouts, broken connections, 429 and 5xx, but only where the lab cannot do the
 * work twice: for a GET, or with an idempotency key.
 *
 * @param labUrl The API's URL, https, such as `https://api.lab.example/v1`.
 * @throws PrintLabUnavailable, PrintLabRefused, PrintLabAnswerInvalid.
 */
export async function callPrintLab(
  labUrl: string,
  request: LabRequest,
  connection: LabConnection = overTheNetwork,
): Promise<unknown> {
  const url = urlOf(labUrl, request);
  const repeatable = request.method === "GET" || request.idempotencyKey !== undefined;
  const allowed = repeatable ? attempts : 1;
  for (let attempt = 1; ; attempt++) {
    const outcome = await attemptCall(url, request, connection);
    if ("text" in outcome) {
      return parseJson(outcome.text);
    }
    if ("response" in outcome && !isPassing(outcome.response.status)) {
      throw new PrintLabRefused(`${request.method} ${url.pathname}: ${outcome.response.status}`);
    }
    if (attempt === allowed) {
      const reason = "response" in outcome ? String(outcome.response.status) : outcome.reason;
      throw new PrintLabUnavailable(
        `${request.method} ${url.pathname}: ${reason} (attempt ${attempt} of ${allowed})`,
      );
    }
    await connection.wait(pauseBefore(attempt + 1, outcome));
  }
}

type Outcome = { text: string } | { response: Response } | { reason: string };

async function attemptCall(
  url: URL,
  { method, body, idempotencyKey }: LabRequest,
  connection: LabConnection,
): Promise<Outcome> {
  try {
    const response = await connection.fetch(url, {
      method,
      headers: {
        accept: "application/json",
        ...(body && { "content-type": "application/json" }),
        ...(idempotencyKey !== undefined && { "idempotency-key": idempotencyKey }),
      },
      body: body && JSON.stringify(body),
      // A redirect could lead to a host that the fixed addresses and the order were not meant for.
      redirect: "error",
      signal: AbortSignal.timeout(attemptTimeoutMs),
    });
    // The connection can break, or the time be up, amid the body as well.
    return response.ok ? { text: await response.text() } : { response };
  } catch (error) {
    const { name, message, cause } = error as Error;
    return {
      reason: cause instanceof Error ? `${message}: ${cause.message}` : `${name}: ${message}`,
    };
  }
}

function urlOf(labUrl: string, { path, query }: LabRequest): URL {
  const url = new URL(path, labUrl.endsWith("/") ? labUrl : `${labUrl}/`);
  if (url.protocol !== "https:") {
    throw new Error(`The print-lab's URL is ${labUrl}; allowed: an https URL.`);
  }
  url.search = new URLSearchParams(query).toString();
  return url;
}

/** Whether asking again may help. */
function isPassing(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/** What the lab asks for, else twice as long each time, with jitter so that callers spread out. */
function pauseBefore(attempt: number, outcome: Outcome): number {
  const asked = "response" in outcome ? Number(outcome.response.headers.get("retry-after")) : 0;
  if (asked > 0) {
    return Math.min(asked * 1_000, longestPauseMs);
  }
  return Math.min(firstPauseMs * 2 ** (attempt - 2), longestPauseMs) * (0.5 + Math.random() / 2);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new PrintLabAnswerInvalid(`not JSON: ${(error as Error).message}`);
  }
}
