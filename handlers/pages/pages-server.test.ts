// The server of the feature pages as a process, in front of an API of this machine.
import assert from "node:assert/strict";
import { once } from "node:events";
import * as http from "node:http";
import { AddressInfo } from "node:net";
import * as path from "node:path";
import { Container, startContainer } from "../../tests/handlers/container-process";

const script = path.resolve(__dirname, "server/server.mjs");

describe("The server of pages", function () {
  let api: http.Server;
  let container: Container;
  let address: string;
  /** What the API was asked, and what it answers. */
  let asked: string[] = [];
  let answer: (response: http.ServerResponse) => void;

  const photos = (body: object, status = 200) => {
    answer = (response) => response.writeHead(status).end(JSON.stringify(body));
  };

  beforeEach(async () => {
    asked = [];
    api = http.createServer((request, response) => {
      asked.push(String(request.url));
      answer(response);
    });
    api.listen(0, "127.0.0.1");
    await once(api, "listening");
    container = startContainer(script, {
      PORT: "0",
      API_URL: `http://127.0.0.1:${(api.address() as AddressInfo).port}/`,
      API_TIMEOUT_MS: "500",
    });
    const { port } = await container.said("listening");
    address = `http://127.0.0.1:${String(port)}`;
  });

  afterEach(async () => {
    await container?.stop("SIGKILL");
    api.closeAllConnections();
    api.close();
  });

  it("shows photos as a page, escaped, with the way to more", async () => {
    const url = 'https://photos.example.com/a?x="1"&y=<2>';
    photos({ photos: [{ url, uploadedAt: "2026-11-23" }], nextCursor: "a+b" });
    const response = await fetch(`${address}/?cursor=abc`);
    const page = await response.text();
    assert.equal(response.status, 200);
    assert.match(String(response.headers.get("content-type")), /text\/html/);
    assert.match(String(response.headers.get("content-security-policy")), /default-src 'none'/);
    assert.ok(page.includes('src="https://photos.example.com/a?x=&quot;1&quot;&amp;y=&lt;2&gt;"'));
    assert.ok(page.includes('href="/?cursor=a%2Bb"'));
    assert.deepEqual(asked, ["/photos?limit=24&cursor=abc"]);
  });

  it("says so where there are none, where the page is none, and where there is no such thing", async () => {
    photos({ photos: [] });
    assert.match(await (await fetch(address)).text(), /There are no photos yet/);
    photos({}, 400);
    assert.equal((await fetch(`${address}/?cursor=x`)).status, 400);
    assert.equal((await fetch(`${address}/admin`)).status, 404);
    const posted = await fetch(address, { method: "POST" });
    assert.deepEqual([posted.status, posted.headers.get("allow")], [405, "GET, HEAD"]);
  });

  it("answers 502 and goes on where the API fails, is no JSON, or takes too long", async () => {
    photos({}, 500);
    assert.equal((await fetch(address)).status, 502);
    answer = (response) => response.end("<html>");
    assert.equal((await fetch(address)).status, 502);
    answer = () => undefined;
    assert.equal((await fetch(address)).status, 502);
    assert.equal((await fetch(`${address}/health`)).status, 200);
    const reasons = container.lines.filter(({ level }) => level === "error");
    assert.equal(reasons.length, 3);
  });

  it("ends what it began when it is asked to go, and takes nothing new", async () => {
    let release = () => undefined as void;
    answer = (response) => {
      release = () => void response.end(JSON.stringify({ photos: [] }));
    };
    const begun = fetch(address);
    while (asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const ended = container.stop();
    await container.said("leaving");
    release();
    const response = await begun;
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("connection"), "close");
    assert.equal(await ended, 0);
    await assert.rejects(fetch(`${address}/health`));
  });

  it("does not start without the API's address", async () => {
    const other = startContainer(script, { PORT: "0" });
    await assert.rejects(other.said("listening"), /ended with 1/);
    assert.equal(other.lines[0].message, "API_URL is not set");
  });
});
