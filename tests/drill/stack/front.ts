import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { buffer } from "node:stream/consumers";

/** What goes wrong between Clerk and the application. Each number counts down by the deliveries that it hits. */
export interface FrontFaults {
  /** Every delivery is answered so, and does not arrive. */
  status: number | null;
  /** So many first attempts of each delivery are answered 503. */
  failFirst: number;
  /** The body breaks off half-way. */
  cutBodies: number;
  /** The delivery arrives, its answer does not. */
  loseAnswers: number;
  /** How long a delivery is under way. */
  delayMs: number;
  /** Everything about a delivery that arrives. */
  onDelivery: (() => void) | null;
}

/** The load balancer: one address for all the processes of the application. */
export interface Front {
  readonly url: string;
  readonly faults: FrontFaults;
  /** The ports behind it. */
  targets: readonly number[];
  close(): Promise<void>;
}

export async function startFront(): Promise<Front> {
  const faults: FrontFaults = {
    status: null,
    failFirst: 0,
    cutBodies: 0,
    loseAnswers: 0,
    delayMs: 0,
    onDelivery: null,
  };
  const attempts = new Map<string, number>();
  let turn = 0;
  const server = createServer((incoming, answer) => void handle(incoming, answer));

  async function handle(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const isDelivery = incoming.method === "POST";
    try {
      const body = await buffer(incoming);
      if (isDelivery) {
        faults.onDelivery?.();
        if (faults.delayMs > 0) await new Promise((done) => setTimeout(done, faults.delayMs));
        if (faults.status !== null) return void answer.writeHead(faults.status).end();
        const id = String(incoming.headers["svix-id"]);
        const attempt = (attempts.get(id) ?? 0) + 1;
        attempts.set(id, attempt);
        if (attempt <= faults.failFirst) return void answer.writeHead(503).end();
      }
      const cut = isDelivery && faults.cutBodies > 0;
      if (cut) faults.cutBodies -= 1;
      const lose = isDelivery && !cut && faults.loseAnswers > 0;
      if (lose) faults.loseAnswers -= 1;
      const given = await forward(incoming, body, cut);
      if (lose) answer.destroy();
      else answer.writeHead(given.status, { "content-type": "application/json" }).end(given.body);
    } catch {
      // Nobody behind it answers.
      if (!answer.headersSent) answer.writeHead(502).end();
    }
  }

  function forward(
    incoming: IncomingMessage,
    body: Buffer,
    cut: boolean,
  ): Promise<{ status: number; body: Buffer }> {
    turn += 1;
    const port = front.targets[turn % Math.max(front.targets.length, 1)];
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest(
        { host: "127.0.0.1", port, path: incoming.url, method: incoming.method, agent: false },
        (response) => {
          buffer(response).then(
            (text) => resolve({ status: response.statusCode ?? 502, body: text }),
            reject,
          );
        },
      );
      for (const [name, value] of Object.entries(incoming.headers)) {
        if (value !== undefined && name !== "connection") outgoing.setHeader(name, value);
      }
      outgoing.on("error", reject);
      if (cut) outgoing.write(body.subarray(0, body.length / 2), () => outgoing.destroy());
      else outgoing.end(body);
    });
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The front has no port.");
  const front: Front = {
    url: `http://127.0.0.1:${address.port}`,
    faults,
    targets: [],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return front;
}
