// The server of syslog as a process, asked by datagrams and streams.
import assert from "node:assert/strict";
import * as dgram from "node:dgram";
import { once } from "node:events";
import * as net from "node:net";
import * as path from "node:path";
import { Container, startContainer } from "../../tests/handlers/container-process";

const script = path.resolve(__dirname, "syslog-server/server.mjs");

describe("The server of syslog", function () {
  let container: Container;
  let ports: { udp: number; tcp: number };

  beforeEach(async () => {
    container = startContainer(script, { UDP_PORT: "0", TCP_PORT: "0", SILENT_MS: "300" });
    ports = (await container.said("listening")) as typeof ports;
  });
  afterEach(() => container.stop("SIGKILL"));

  const message = (camera: string, text: string, priority = 14) =>
    `<${priority}>1 2026-11-30T06:00:00Z ${camera} cam - - - ${text}`;
  const send = async (text: string) => {
    const socket = dgram.createSocket("udp4");
    await new Promise((sent) => socket.send(text, ports.udp, "127.0.0.1", sent));
    socket.close();
  };
  /** Sends in pieces, and waits until the server has hung up. */
  const stream = async (...pieces: string[]) => {
    const socket = net.connect(ports.tcp, "127.0.0.1");
    socket.on("error", () => undefined); // hung up on
    const closed = new Promise((done) => socket.once("close", done));
    await once(socket, "connect");
    socket.setNoDelay(true);
    for (const piece of pieces) {
      socket.write(piece);
      await new Promise((later) => setTimeout(later, 20));
    }
    socket.resume();
    await closed;
  };
  const reports = () =>
    container.lines
      .filter(({ message: said }) => said === "a camera reports")
      .map(({ camera, text, level }) => [camera, text, level]);

  it("keeps what a datagram says, with the address that it came from", async () => {
    await send(message("yard", "battery at 12 %", 11));
    const { time, ...said } = await container.said("a camera reports");
    assert.equal(time, "2026-11-30T06:00:00Z");
    assert.deepEqual(said, {
      level: "error",
      message: "a camera reports",
      camera: "yard",
      severity: 3,
      from: "127.0.0.1",
      by: "udp",
      text: "- battery at 12 %",
    });
  });

  it("cuts streams by length and by line, wherever the pieces end", async () => {
    const one = message("gate", "ä\nsecond line");
    const counted = `${Buffer.byteLength(one)} ${one}`;
    await stream(counted.slice(0, 1), counted.slice(1, 30), `${counted.slice(30)}${counted}`);
    await stream(`${message("roof", "a")}\n\n${message("roof", "b")}\r\n`);
    assert.deepEqual(reports(), [
      ["gate", "- ä\nsecond line", "info"],
      ["gate", "- ä\nsecond line", "info"],
      ["roof", "- a", "info"],
      ["roof", "- b", "info"],
    ]);
  });

  it("says so of what is no message, and keeps none of it; hangs up on what is too long or silent", async () => {
    await send("GET / HTTP/1.1\r\n\r\n");
    const said = await container.said("no syslog message");
    assert.deepEqual([said.octets, said.by], [18, "udp"]);
    await stream(`<999>1 - yard - - - - x\n`);
    await stream("99999 <14>1");
    await stream("x".repeat(10_000));
    await stream();
    assert.deepEqual(reports(), []);
    const warned = container.lines.filter(({ level }) => level === "warn");
    assert.deepEqual(
      warned.map(({ message: what }) => what),
      ["no syslog message", "no syslog message", "too long a message", "too long a message"],
    );
  });

  it("ends when it is asked to", async () => {
    assert.equal(await container.stop(), 0);
  });
});
