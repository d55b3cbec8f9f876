import { randomUUID } from "node:crypto";
import { Webhook } from "svix";
import type { Stack } from "../stack/start.ts";

/** Sends an event that Clerk did not, with Clerk's own signature; returns status and answer. */
export async function post(
  { clerk, front }: Stack,
  event: { type: string; data: object; instance_id?: string; timestamp?: number },
): Promise<string> {
  const id = `msg_${randomUUID()}`;
  const now = new Date();
  const body = JSON.stringify({ object: "event", timestamp: now.getTime(), ...event });
  const response = await fetch(`${front.url}/api/webhooks/clerk`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "svix-id": id,
      "svix-timestamp": String(Math.floor(now.getTime() / 1000)),
      "svix-signature": new Webhook(clerk.webhookSecret()).sign(id, now, body),
    },
    body,
  });
  return `${response.status} ${await response.text()}`.replace(/[{}"]/g, "");
}
