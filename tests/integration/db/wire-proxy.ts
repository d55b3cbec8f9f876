import { createServer, connect, type AddressInfo } from "node:net";

/** A message of a client, as the protocol names it; `name` and `text` are those of a Parse. */
export interface Message {
  readonly type: string;
  readonly connection: number;
  readonly name?: string;
  readonly text?: string;
}

export interface WireProxy {
  /** The given address, through the proxy. */
  readonly url: string;
  /** What clients have sent since the last call, without what opening and closing a connection takes. */
  take(): Message[];
  close(): Promise<void>;
}

/** Stands in front of Postgres and keeps what clients send, so that a test can count round trips. */
export async function startWireProxy(address: string): Promise<WireProxy> {
  const target = new URL(address);
  let messages: Message[] = [];
  let connections = 0;
  const sockets = new Set<{ destroy(): unknown }>();
  const server = createServer((client) => {
    const connection = (connections += 1);
    const upstream = connect(Number(target.port), target.hostname);
    sockets.add(client).add(upstream);
    const read = readMessages((type, body) => {
      const parsed = type === "P" ? readParse(body) : {};
      messages.push({ type, connection, ...parsed });
    });
    client.on("data", (chunk: Buffer) => {
      read(chunk);
      upstream.write(chunk);
    });
    upstream.on("data", (chunk: Buffer) => client.write(chunk));
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on("close", () => other.destroy());
      one.on("error", () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = new URL(address);
  url.hostname = "127.0.0.1";
  // Guarantee: a TCP server that listens has an AddressInfo.
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    take() {
      const taken = messages.filter(({ type }) => type !== "p" && type !== "X");
      messages = [];
      return taken;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Cuts a client's bytes into messages. The first, which opens the connection, has no type and is left out. */
function readMessages(onMessage: (type: string, body: Buffer) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let opened = false;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const head = opened ? 1 : 0;
      if (rest.length < head + 4) return;
      const end = head + rest.readInt32BE(head);
      if (rest.length < end) return;
      if (opened) onMessage(rest.toString("latin1", 0, 1), rest.subarray(5, end));
      opened = true;
      rest = rest.subarray(end);
    }
  };
}

function readParse(body: Buffer): { name: string; text: string } {
  const [name = "", text = ""] = body.toString("utf8").split("\0");
  return { name, text };
}
