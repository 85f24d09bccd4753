/** How long to wait, and which errors pass. */
import { DeploymentInputs } from "./deployment-inputs";

const LONGEST_SECONDS = 30;
const GROWTH = 1.5;

/** Longer and longer pauses, until the limit. */
export class Patience {
  readonly #first: number;
  readonly #end: number;
  #pause: number;

  constructor({ pollSeconds, timeoutMinutes }: DeploymentInputs) {
    this.#first = pollSeconds;
    this.#pause = pollSeconds;
    this.#end = Date.now() + timeoutMinutes * 60_000;
  }

  /** Short pauses again. */
  begin(): void {
    this.#pause = this.#first;
  }

  /** Waits; false where the limit is reached. */
  async wait(): Promise<boolean> {
    const milliseconds = Math.min(this.#pause * 1000, this.#end - Date.now());
    if (milliseconds <= 0) {
      return false;
    }
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    this.#pause = Math.min(this.#pause * GROWTH, LONGEST_SECONDS);
    return true;
  }
}

/** AWS's own words for "later", and connections that broke. */
export function isPassing(error: unknown): boolean {
  const { name, $metadata, $retryable, code } = error as {
    name?: string;
    code?: string;
    $retryable?: object;
    $metadata?: { httpStatusCode?: number };
  };
  const status = $metadata?.httpStatusCode ?? 0;
  const throttled = /Throttl|TooManyRequests|RequestLimitExceeded/;
  const broken = /^(ECONN|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN)|TimeoutError|NetworkingError/;
  return (
    $retryable !== undefined ||
    status >= 500 ||
    throttled.test(name ?? "") ||
    broken.test(`${code ?? ""}`) ||
    broken.test(name ?? "")
  );
}
