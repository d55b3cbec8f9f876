import { fork } from "node:child_process";
import { join } from "node:path";
import type { Delivery } from "@/src/server/sync/verify";

/** Deliveries that are sent as Svix sends them, so many at a time. */
export interface Sending {
  readonly url: string;
  /** whsec_… */
  readonly secret: string;
  readonly deliveries: readonly Delivery[];
  readonly connections: number;
}

export interface Sent {
  readonly seconds: number;
  /** From sending to the whole answer, of each, milliseconds. */
  readonly times: readonly number[];
  /** How often each answer came, by status and body. */
  readonly outcomes: Readonly<Record<string, number>>;
}

/** Sends from a process of its own. */
export async function send(sending: Sending): Promise<Sent> {
  const child = fork(join(import.meta.dirname, "send-worker.ts"), {
    execArgv: ["--import", "tsx"],
  });
  try {
    return await new Promise<Sent>((resolve, reject) => {
      // Guarantee: send-worker.ts sends one message, a Sent.
      child.once("message", (message) => resolve(message as Sent));
      child.once("error", reject);
      child.once("exit", (code) =>
        reject(new Error(`the sender ended with ${code ?? "a signal"}`)),
      );
      child.send(sending);
    });
  } finally {
    child.kill();
  }
}
