/** Sends one message to a queue of ActiveMQ, by STOMP 1.2 over TLS (https://stomp.github.io/stomp-specification-1.2.html). */
import * as tls from "node:tls";

/** Milliseconds for a connection, and for each of the broker's answers. */
const PATIENCE = 3_000;
/** What each message asks to be told of; one is sent a connection. */
const RECEIPT = "1";

export interface StompLogin {
  readonly username: string;
  readonly password: string;
}

export interface StompMessage {
  readonly queue: string;
  /** Text without NUL characters: with a length ActiveMQ would take it for bytes. */
  readonly body: string;
  /** Milliseconds since 1970 after which nobody gets it. */
  readonly expires: number;
}

/** No broker of the pair took the message, or none said that it did. */
class BrokerUnavailable extends Error {
  override readonly name = "BrokerUnavailable";
}

/**
 * Hands the message to the first broker that answers, and waits until it is on disk.
 *
 * @param urls Of an active/standby pair, such as `stomp+ssl://b-...-1.mq.eu-west-1.amazonaws.com:61614`: one of the two answers.
 * @throws BrokerUnavailable where the broker may or may not have it, too: give messages a key by which a second one is known.
 */
export async function sendByStomp(
  urls: readonly string[],
  login: StompLogin,
  message: StompMessage,
): Promise<void> {
  const reasons: string[] = [];
  for (const url of urls) {
    try {
      await sendTo(new URL(url), login, message);
      return;
    } catch (error) {
      reasons.push(`${url}: ${(error as Error).message}`);
    }
  }
  throw new BrokerUnavailable(reasons.join("; "));
}

async function sendTo(url: URL, login: StompLogin, message: StompMessage): Promise<void> {
  const socket = tls.connect({
    host: url.hostname,
    port: Number(url.port),
    // An address has no server name (RFC 6066); a broker's host name always is one.
    ...(/^[\d.]+$/.test(url.hostname) ? {} : { servername: url.hostname }),
  });
  socket.setTimeout(PATIENCE, () => socket.destroy(new Error("no answer")));
  try {
    const answers = framesOf(socket);
    // Names and values of CONNECT are not escaped.
    socket.write(
      `CONNECT\naccept-version:1.2\nhost:${url.hostname}\nheart-beat:0,0\nlogin:${login.username}\npasscode:${login.password}\n\n\0`,
    );
    await expectFrame(answers, /^CONNECTED\r?\n/);
    const headers = {
      destination: `/queue/${message.queue}`,
      "content-type": "application/json",
      persistent: "true",
      expires: String(message.expires),
      receipt: RECEIPT,
    };
    const lines = Object.entries(headers).map(([name, value]) => `${name}:${escaped(value)}`);
    socket.write(`SEND\n${lines.join("\n")}\n\n${message.body}\0`);
    await expectFrame(answers, new RegExp(`^RECEIPT\r?\n[^]*receipt-id:${RECEIPT}\r?\n`));
    socket.write("DISCONNECT\n\n\0");
  } finally {
    socket.end();
  }
}

async function expectFrame(frames: AsyncIterator<string, void>, wanted: RegExp): Promise<void> {
  const { value: frame } = await frames.next();
  if (frame === undefined) {
    throw new Error("the connection was closed");
  }
  if (!wanted.test(frame)) {
    // The headers of an ERROR say why; its body repeats the message.
    throw new Error(/^message:(.*)$/m.exec(frame)?.[1].trim() ?? frame.split("\n")[0]);
  }
}

/** What the broker sends: frames end with NUL, with line ends between them as heart-beats. */
async function* framesOf(socket: tls.TLSSocket): AsyncGenerator<string, void> {
  let text = "";
  for await (const chunk of socket.setEncoding("utf8")) {
    text += String(chunk);
    for (let end = text.indexOf("\0"); end >= 0; end = text.indexOf("\0")) {
      yield text.slice(0, end).replace(/^[\r\n]+/, "");
      text = text.slice(end + 1);
    }
  }
}

function escaped(value: string): string {
  return value
    .replaceAll("\\", "\\\\")
    .replaceAll("\r", "\\r")
    .replaceAll("\n", "\\n")
    .replaceAll(":", "\\c");
}
