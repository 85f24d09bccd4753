import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { fixture, runPreview } from "./command";

/** A network namespace of its own, with nothing but loopback in it. */
const ISOLATED = [
  "unshare",
  "--net",
  "--map-root-user",
  "sh",
  "-c",
  'ip link set lo up && exec "$@"',
  "sh",
];

describe("the preview offline", () => {
  it("works without any network interface", async function () {
    const [command, ...args] = ISOLATED;
    if (spawnSync(command, [...args, "true"]).status !== 0) {
      this.skip(); // namespaces are not permitted here; the next test holds everywhere
    }
    const outcome = await runPreview(["--cwd", fixture("plain")], { prefix: ISOLATED });
    assert.equal(outcome.code, 0, outcome.stderr);
    assert.match(outcome.stdout, /^5 resources in 2 components$/m);
  });

  it("needs no home, no credentials, no AWS_ variables", async () => {
    const env = { PATH: process.env.PATH, HOME: "/nonexistent" };
    const outcome = await runPreview(["--cwd", fixture("plain")], { env });
    assert.equal(outcome.code, 0, outcome.stderr);
  });

  it("refuses connections beyond loopback in the program's process", () => {
    const script = `
      require(${JSON.stringify(require.resolve("../../preview/host/preload.js"))});
      const net = require("node:net");
      const server = net.createServer((socket) => socket.end()).listen(0, "127.0.0.1", () => {
        const port = server.address().port;
        const outcomes = [];
        const attempt = (...args) => new Promise((done) => {
          const socket = net.connect(...args);
          socket.on("connect", () => { socket.destroy(); done("connected"); });
          socket.on("error", (error) => done(error.message));
        });
        (async () => {
          outcomes.push(await attempt(port, "127.0.0.1"));
          outcomes.push(await attempt({ port, host: "localhost", family: 4 }));
          outcomes.push(await attempt({ port: 443, host: "192.0.2.1" }));
          outcomes.push(await attempt(443, "example.com"));
          console.log(JSON.stringify(outcomes));
          server.close();
        })();
      });`;
    const { stdout, stderr } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
    assert.deepEqual(
      JSON.parse(stdout),
      [
        ...["connected", "connected"],
        "offline preview: connection to 192.0.2.1:443 refused",
        "offline preview: connection to example.com:443 refused",
      ],
      stderr,
    );
  });
});
