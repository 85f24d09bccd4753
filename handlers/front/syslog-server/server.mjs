// What cameras without MQTT report by syslog (RFC 5424): in datagrams (RFC 5426), and in streams whose TLS the load
// balancer has ended (RFC 5425, or a line each). Each message becomes a line of JSON in the container's log.
import dgram from "node:dgram";
import net from "node:net";

/** Octets of a message: RFC 5425 asks receivers to take this many. */
const longest = 8192;
const silentMs = Number(process.env.SILENT_MS ?? 300_000);

function log(level, message, more = {}) {
  console.log(JSON.stringify({ level, message, ...more }));
}

/** `<priority>1 time host application process id data and text`. */
const form = /^<(\d{1,3})>1 (\S+) (\S+) (\S+) (\S+) (\S+) ([^]*)$/;

function take(text, from, by) {
  const [, priority, time, camera, , , , rest] = form.exec(text.trimEnd()) ?? [];
  if (priority === undefined || Number(priority) > 191) {
    log("warn", "no syslog message", { from, by, octets: Buffer.byteLength(text) });
    return;
  }
  const severity = Number(priority) % 8;
  log(severity <= 3 ? "error" : "info", "a camera reports", {
    ...{ camera, time, severity, from, by },
    text: rest.slice(0, 1024),
  });
}

/** The first message of a stream, by its length or its line's end; undefined while it is not whole. */
function cut(waiting) {
  const [counted] = /^[1-9]\d{0,4} /.exec(waiting.subarray(0, 6).toString("latin1")) ?? [];
  if (counted) {
    const end = counted.length + Number(counted);
    return Number(counted) > longest
      ? { tooLong: true }
      : waiting.length < end
        ? undefined
        : { text: waiting.subarray(counted.length, end).toString(), rest: waiting.subarray(end) };
  }
  const end = waiting.indexOf(0x0a);
  if (end < 0) return waiting.length > longest ? { tooLong: true } : undefined;
  return { text: waiting.subarray(0, end).toString(), rest: waiting.subarray(end + 1) };
}

const datagrams = dgram.createSocket("udp4");
datagrams.on("message", (data, { address }) => take(data.toString(), address, "udp"));

const streams = net.createServer((socket) => {
  const from = socket.remoteAddress;
  let waiting = Buffer.alloc(0);
  socket.setTimeout(silentMs, () => socket.destroy());
  socket.on("error", () => socket.destroy());
  socket.on("data", (data) => {
    waiting = Buffer.concat([waiting, data]);
    for (let next = cut(waiting); next; next = cut(waiting)) {
      if (next.tooLong) {
        log("warn", "too long a message", { from });
        socket.destroy();
        return;
      }
      waiting = next.rest;
      if (next.text.trim() !== "") take(next.text, from, "tcp");
    }
  });
});
streams.maxConnections = 1000;

// ECS stops a task by SIGTERM, when the load balancer has stopped sending, and waits 120 seconds.
process.on("SIGTERM", () => {
  log("info", "leaving");
  process.exit(0);
});

datagrams.bind(Number(process.env.UDP_PORT ?? 5514), () =>
  streams.listen(Number(process.env.TCP_PORT ?? 6514), () =>
    log("info", "listening", { udp: datagrams.address().port, tcp: streams.address().port }),
  ),
);
