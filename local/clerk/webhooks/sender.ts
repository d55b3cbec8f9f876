import { Webhook } from "svix";
import type { Keys } from "../keys/keys.ts";
import type { Attempt, Message } from "../model/deliveries.ts";

const KEPT_OF_ANSWER = 1000;

/** "refused": nobody listens. "aborted": the application asks for no further attempt. */
export type Outcome = "delivered" | "refused" | "failed" | "aborted";

export interface Sent {
  outcome: Outcome;
  attempt: Omit<Attempt, "trigger">;
}

interface Destination {
  url: string;
  keys: Keys;
  timeoutMs: number;
  signal: AbortSignal;
}

/** One attempt, signed as Svix signs. Never throws. */
export async function send(message: Message, destination: Destination): Promise<Sent> {
  const { url, keys, timeoutMs, signal } = destination;
  const now = new Date();
  const began = performance.now();
  const done = (outcome: Outcome, rest: Partial<Attempt>): Sent => ({
    outcome,
    attempt: {
      at: now.getTime(),
      durationMs: Math.round(performance.now() - began),
      responseStatus: null,
      responseBody: "",
      error: null,
      ...rest,
    },
  });
  try {
    const response = await fetch(url, {
      method: "POST",
      redirect: "manual",
      headers: {
        "content-type": "application/json",
        // A kept connection may be closed by the application just when the next message takes it.
        connection: "close",
        "user-agent": "Svix-Webhooks/local",
        "svix-id": message.id,
        "svix-timestamp": String(Math.floor(now.getTime() / 1000)),
        "svix-signature": sign(keys, message, now),
      },
      body: message.body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    const responseBody = await readBeginning(response);
    const answered = { responseStatus: response.status, responseBody };
    if (response.ok) return done("delivered", answered);
    const error = `the application answered ${response.status}`;
    const aborted = response.headers.get("webhook-delivery") === "abort-message";
    return done(aborted ? "aborted" : "failed", { ...answered, error });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    if (cause instanceof Error && "code" in cause && cause.code === "ECONNREFUSED") {
      return done("refused", { error: "nobody listens at the application's address yet" });
    }
    if (cause instanceof Error && cause.name === "TimeoutError") {
      return done("failed", { error: `the application did not answer within ${timeoutMs} ms` });
    }
    return done("failed", { error: cause instanceof Error ? cause.message : String(cause) });
  }
}

/** One signature of every secret that is good: the application may know an old or the new one. */
function sign(keys: Keys, { id, body }: Message, at: Date): string {
  const secrets = keys.webhookSecrets(at.getTime());
  return secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(" ");
}

/** As much as is kept of an answer. The rest is not waited for: an application may answer without an end. */
async function readBeginning(response: Response): Promise<string> {
  if (!response.body) return "";
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > KEPT_OF_ANSWER) break;
  }
  return text.slice(0, KEPT_OF_ANSWER);
}
