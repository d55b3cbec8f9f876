import { Agent, request } from "node:http";
import { buffer } from "node:stream/consumers";
import { Webhook } from "svix";
import type { Sending, Sent } from "./send.ts";

interface Signed {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** Signed before the clock runs: what it takes the sender to sign is no part of what taking a delivery costs. */
function sign({ secret, deliveries }: Sending): Signed[] {
  const webhook = new Webhook(secret);
  const at = new Date();
  return deliveries.map(({ id, envelope }) => {
    const body = Buffer.from(JSON.stringify(envelope));
    return {
      body,
      headers: {
        "content-type": "application/json",
        "content-length": String(body.length),
        "svix-id": id,
        "svix-timestamp": String(Math.floor(at.getTime() / 1000)),
        "svix-signature": webhook.sign(id, at, body),
      },
    };
  });
}

async function send(sending: Sending): Promise<Sent> {
  const agent = new Agent({ keepAlive: true, maxSockets: sending.connections });
  const coming = sign(sending).values();
  const times: number[] = [];
  const outcomes: Record<string, number> = {};
  const post = ({ body, headers }: Signed): Promise<string> =>
    new Promise((resolve, reject) => {
      const outgoing = request(sending.url, { method: "POST", agent, headers }, (response) => {
        buffer(response).then(
          (text) => resolve(`${response.statusCode ?? 0} ${text.toString("utf8")}`),
          reject,
        );
      });
      outgoing.once("error", reject);
      outgoing.end(body);
    });
  const work = async (): Promise<void> => {
    for (const signed of coming) {
      const began = performance.now();
      const outcome = await post(signed);
      times.push(performance.now() - began);
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    }
  };
  const since = performance.now();
  await Promise.all(Array.from({ length: sending.connections }, work));
  const seconds = (performance.now() - since) / 1000;
  agent.destroy();
  return { seconds, times, outcomes };
}

process.once("message", (sending) => {
  // Guarantee: send.ts forks this file and sends one Sending.
  void send(sending as Sending).then(
    (sent) => process.send?.(sent),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exitCode = 1;
      process.disconnect();
    },
  );
});
