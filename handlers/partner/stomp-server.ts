// As much of ActiveMQ as a sender meets: STOMP 1.2 over TLS (https://stomp.github.io/stomp-specification-1.2.html), on a
// free port of this machine. What it took it gives as the event in which Lambda hands it to a function.
import { once } from "node:events";
import { AddressInfo } from "node:net";
import * as tls from "node:tls";
import type { ActiveMqEvent, ActiveMqMessage } from "../../components/decoupling";
import type { Certificate } from "../../tests/handlers/certificate";

/** Instead of a receipt: says so, closes the connection after the message is kept, or says nothing more. */
export type StompFault = "refuses" | "breaks" | "stays silent";

export interface Taken {
  readonly destination: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface StompBroker {
  readonly url: string;
  readonly taken: Taken[];
  /** What the next messages meet. */
  next(...faults: StompFault[]): void;
  /** What Lambda hands on of all that was taken. */
  event(): ActiveMqEvent;
  reset(): void;
  stop(): Promise<void>;
}

export async function startStompBroker(
  { key, cert }: Certificate,
  login: { username: string; password: string },
): Promise<StompBroker> {
  const taken: Taken[] = [];
  const faults: StompFault[] = [];
  const open = new Set<tls.TLSSocket>();

  const answer = (socket: tls.TLSSocket, frame: Frame): void => {
    const { command, headers } = frame;
    if (command === "CONNECT" || command === "STOMP") {
      const known = headers.login === login.username && headers.passcode === login.password;
      if (known && headers["accept-version"]?.split(",").includes("1.2") && headers.host) {
        // In two parts, and with a heart-beat before: a stream keeps no bounds.
        socket.write("\nCONNECTED\nversion:1.2\nheart");
        setTimeout(() => socket.write("-beat:0,0\n\n\0\n"), 5);
        return;
      }
      socket.end("ERROR\nmessage:User name or password is invalid.\n\nno entry\0");
      return;
    }
    if (command === "DISCONNECT") {
      socket.end();
      return;
    }
    const fault = faults.shift();
    if (command !== "SEND" || !headers.destination?.startsWith("/queue/") || fault === "refuses") {
      socket.end(`ERROR\nmessage:not taken\n\n${command}\0`);
      return;
    }
    taken.push({ destination: headers.destination.slice(7), headers, body: frame.body });
    if (fault === "breaks") socket.destroy();
    else if (fault === undefined) socket.write(`RECEIPT\nreceipt-id:${headers.receipt}\n\n\0`);
  };

  const server = tls.createServer({ key, cert }, (socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    socket.on("error", () => undefined);
    let text = "";
    socket.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      for (let end = text.indexOf("\0"); end >= 0; end = text.indexOf("\0")) {
        answer(socket, frameOf(text.slice(0, end)));
        text = text.slice(end + 1);
      }
    });
  });
  server.on("tlsClientError", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `stomp+ssl://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    next: (...more) => void faults.push(...more),
    event: () => ({
      eventSource: "aws:mq",
      eventSourceArn: "arn:aws:mq:eu-west-1:123456789012:broker:print-orders:b-1",
      messages: taken.map(messageOf),
    }),
    reset() {
      taken.length = 0;
      faults.length = 0;
    },
    async stop() {
      const closed = once(server, "close");
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

/** As the Lambda guide shows it ("Using Lambda with Amazon MQ"). */
export function messageOf({ destination, headers, body }: Taken, index: number): ActiveMqMessage {
  return {
    messageID: `ID:b-1-1.mq.eu-west-1.amazonaws.com-46541-1764000000000-2:1:1:1:${index + 1}`,
    // With a length it would be bytes.
    messageType: "content-length" in headers ? "jms/bytes-message" : "jms/text-message",
    deliveryMode: headers.persistent === "true" ? 2 : 1,
    replyTo: null,
    type: null,
    expiration: Number(headers.expires ?? 0),
    priority: 4,
    correlationId: null,
    redelivered: false,
    destination: { physicalName: destination },
    data: Buffer.from(body).toString("base64"),
    timestamp: 1_764_000_000_000,
    brokerInTime: 1_764_000_000_001,
    brokerOutTime: 1_764_000_000_002,
    properties: {},
  };
}

interface Frame {
  readonly command: string;
  readonly headers: Readonly<Record<string, string | undefined>> & Record<string, string>;
  readonly body: string;
}

function frameOf(text: string): Frame {
  const [head, ...rest] = text.replace(/^[\r\n]+/, "").split("\n\n");
  const [command, ...lines] = head.split("\n");
  const headers = Object.fromEntries(
    lines.map((line) => {
      const [name, ...value] = line.split(":");
      // In all but CONNECT a value has no colon of its own.
      return [name, value.join(command === "SEND" ? "(unescaped colon)" : ":")];
    }),
  );
  return { command, headers, body: rest.join("\n\n") };
}
