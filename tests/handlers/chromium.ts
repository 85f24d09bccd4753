// Headless Chromium by its DevTools protocol over pipes (file descriptors 3 and 4): no library between.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { Readable, Writable } from "node:stream";

const names = ["chromium", "chromium-browser", "google-chrome"];

/** The browser of this machine. */
export const chromiumPath = (): string | undefined =>
  names
    .map((name) =>
      spawnSync("sh", ["-c", `command -v ${name}`])
        .stdout.toString()
        .trim(),
    )
    .find((found) => found !== "");

type Answer = Record<string, unknown>;

/** How a page is looked at. */
export interface View {
  readonly width: number;
  readonly height: number;
  readonly scheme: "light" | "dark";
}

/** One page of a browser that is its own. */
export class Page {
  readonly #waiting = new Map<
    number,
    { done: (answer: Answer) => void; fail: (e: Error) => void }
  >();
  readonly #folder: string;
  readonly #process: ChildProcess;
  readonly #input: Writable;
  #session?: string;
  #next = 1;
  /** What the page wrote to its console, and what it threw. */
  readonly problems: string[] = [];

  private constructor(executable: string) {
    this.#folder = fs.mkdtempSync(path.join(os.tmpdir(), "strata-chromium-"));
    this.#process = spawn(
      executable,
      [
        ...["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        ...["--remote-debugging-pipe", `--user-data-dir=${this.#folder}`, "--no-first-run"],
        // The storage of this machine answers no preflight; S3 does, as the bucket's CORS rules say.
        "--disable-web-security",
        "about:blank",
      ],
      { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] },
    );
    this.#input = this.#process.stdio[3] as Writable;
    let rest = "";
    (this.#process.stdio[4] as Readable).setEncoding("utf8").on("data", (text: string) => {
      const messages = (rest + text).split("\0");
      rest = messages.pop() ?? "";
      messages.forEach((message) => this.hear(JSON.parse(message) as Answer));
    });
  }

  static async open(executable: string): Promise<Page> {
    const page = new Page(executable);
    const { targetId } = await page.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await page.send("Target.attachToTarget", { targetId, flatten: true });
    page.#session = String(sessionId);
    for (const domain of ["Page", "Runtime", "DOM", "Log"]) await page.send(`${domain}.enable`);
    return page;
  }

  /** One command of the protocol. */
  send(method: string, params: object = {}): Promise<Answer> {
    const id = this.#next++;
    const answer = new Promise<Answer>((done, fail) => this.#waiting.set(id, { done, fail }));
    this.#input.write(`${JSON.stringify({ id, method, params, sessionId: this.#session })}\0`);
    return answer;
  }

  async look({ width, height, scheme }: View): Promise<void> {
    await this.send("Emulation.setDeviceMetricsOverride", {
      ...{ width, height, deviceScaleFactor: 1, mobile: false },
    });
    const features = [{ name: "prefers-color-scheme", value: scheme }];
    await this.send("Emulation.setEmulatedMedia", { features });
  }

  async visit(url: string): Promise<void> {
    await this.send("Page.navigate", { url });
    await this.until("document.readyState === 'complete'");
  }

  /** The value of an expression in the page, which may be a promise. */
  async value(expression: string): Promise<unknown> {
    const answer = await this.send("Runtime.evaluate", {
      ...{ expression, awaitPromise: true, returnByValue: true },
    });
    if (answer.exceptionDetails) throw new Error(JSON.stringify(answer.exceptionDetails));
    return (answer.result as { value?: unknown }).value;
  }

  /** Waits until an expression is true. */
  async until(expression: string): Promise<void> {
    while (!(await this.value(`Boolean(${expression})`))) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** A key as it is pressed: `Tab`, `Enter`. */
  async press(key: "Tab" | "Enter"): Promise<void> {
    const code = { Tab: 9, Enter: 13 }[key];
    const both = { key, code: key, windowsVirtualKeyCode: code };
    const text = key === "Enter" ? { text: "\r" } : {};
    await this.send("Input.dispatchKeyEvent", { type: "keyDown", ...both, ...text });
    await this.send("Input.dispatchKeyEvent", { type: "keyUp", ...both });
  }

  /** Chooses a file, as its dialogue would. */
  async choose(selector: string, file: string): Promise<void> {
    const { root } = (await this.send("DOM.getDocument")) as { root: { nodeId: number } };
    const { nodeId } = await this.send("DOM.querySelector", { nodeId: root.nodeId, selector });
    await this.send("DOM.setFileInputFiles", { nodeId, files: [file] });
  }

  /** A picture of the whole page (PNG). */
  async picture(): Promise<Buffer> {
    const { data } = await this.send("Page.captureScreenshot", { captureBeyondViewport: true });
    return Buffer.from(String(data), "base64");
  }

  async close(): Promise<void> {
    const ended = once(this.#process, "exit");
    this.#process.kill("SIGKILL");
    await ended;
    await remove(this.#folder);
  }

  private hear({ id, result, error, method, params }: Answer): void {
    const waiting = this.#waiting.get(Number(id));
    if (waiting) {
      this.#waiting.delete(Number(id));
      if (error) waiting.fail(new Error(JSON.stringify(error)));
      else waiting.done((result ?? {}) as Answer);
    } else if (method === "Runtime.exceptionThrown" || method === "Log.entryAdded") {
      this.problems.push(JSON.stringify(params));
    }
  }
}

/** The browser's own processes see a moment later that it is gone, and write into its folder until then. */
async function remove(folder: string, tries = 50): Promise<void> {
  try {
    fs.rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    if (tries === 0) throw error;
    await new Promise((resolve) => setTimeout(resolve, 100));
    await remove(folder, tries - 1);
  }
}
