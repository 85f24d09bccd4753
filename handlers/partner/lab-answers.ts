/** A print-lab that answers as a test says, without network and without waiting. */
import type { LabConnection } from "./print-lab";

export interface LabCall {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: unknown;
}

export interface Lab extends LabConnection {
  calls: LabCall[];
  /** Pauses in milliseconds that were asked for. */
  pauses: number[];
}

/** Each call gets the next of `answers`: a response, or an error as for a broken connection. */
export function labAnswering(...answers: (Response | Error)[]): Lab {
  const lab: Lab = {
    calls: [],
    pauses: [],
    fetch: async (url, init = {}) => {
      lab.calls.push({
        method: init.method ?? "GET",
        url: String(url),
        headers: Object.fromEntries(new Headers(init.headers)),
        body: init.body ? JSON.parse(String(init.body)) : undefined,
      });
      const answer = answers[lab.calls.length - 1];
      if (!answer) {
        throw new Error("The lab was called more often than the test expects.");
      }
      if (answer instanceof Error) {
        throw answer;
      }
      return answer;
    },
    wait: async (milliseconds) => void lab.pauses.push(milliseconds),
  };
  return lab;
}
