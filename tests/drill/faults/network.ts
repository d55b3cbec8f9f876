import { setTimeout as sleep } from "node:timers/promises";
import { Webhook } from "svix";
import type { Fault } from "../row.ts";

export const networkFaults: readonly Fault[] = [
  {
    name: "nothing",
    what: "nothing goes wrong: what the others are compared with",
    async run({ change }) {
      await change();
    },
  },
  {
    name: "network-silent",
    what: "for 2 s nothing passes between application and database, and nobody is told",
    async run({ stack, change }) {
      stack.wire.faults.silent = true;
      await change();
      await sleep(2_000);
      stack.wire.faults.silent = false;
    },
  },
  {
    name: "connections-cut",
    what: "every connection to the database is cut, ten times",
    async run({ stack, change }) {
      const changing = change();
      for (let cut = 0; cut < 10; cut += 1) {
        stack.wire.cutAll();
        await sleep(40);
      }
      await changing;
    },
  },
  {
    name: "body-cut",
    what: "ten deliveries break off half-way",
    async run({ stack, change }) {
      stack.front.faults.cutBodies = 10;
      await change();
      await sleep(500);
      return `${10 - stack.front.faults.cutBodies} broke off`;
    },
  },
  {
    name: "answers-lost",
    what: "ten deliveries are applied, and their answers get lost",
    async run({ stack, change }) {
      stack.front.faults.loseAnswers = 10;
      await change();
      await sleep(500);
      return `${10 - stack.front.faults.loseAnswers} lost`;
    },
  },
  {
    name: "sender-impatient",
    what: "the way takes longer than the sender waits: it believes that everything failed",
    async run({ stack, change }) {
      await stack.clerk.webhooks({ timeoutMs: 50 });
      stack.front.faults.delayMs = 80;
      await change();
      await sleep(1_500);
      stack.front.faults.delayMs = 0;
      await stack.clerk.webhooks({ timeoutMs: 15_000 });
    },
  },
  {
    name: "load-balancer-down",
    what: "the load balancer answers 503 for 1 s",
    async run({ stack, change }) {
      stack.front.faults.status = 503;
      await change();
      await sleep(1_000);
      stack.front.faults.status = null;
    },
  },
  {
    name: "hours-late",
    what: "everything fails until the last attempt, 27 h 35 min after the first (scaled to 3 s)",
    async run({ stack, change }) {
      await stack.clerk.webhooks({ retryFactor: 0.000_03 });
      stack.front.faults.failFirst = 7;
      const since = await stack.clerk.newest();
      await change();
      await stack.clerk.settled(30_000);
      await stack.clerk.webhooks({ retryFactor: null });
      const made = (await stack.clerk.deliveriesSince(since)).map((one) => one.attemptCount);
      return `attempts: ${Math.min(...made)} to ${Math.max(...made)}`;
    },
  },
  {
    name: "forged-flood",
    what: "2,000 deliveries with a false signature, among the genuine ones",
    async run({ stack, change }) {
      const forger = new Webhook("whsec_Zm9yZ2VkLWJ5LXNvbWVib2R5LWVsc2U=");
      const codes = new Map<number, number>();
      const forge = async (): Promise<void> => {
        const body = JSON.stringify({
          object: "event",
          type: "user.deleted",
          timestamp: Date.now(),
          data: { id: "user_x" },
        });
        const now = new Date();
        const { status } = await fetch(`${stack.front.url}/api/webhooks/clerk`, {
          method: "POST",
          headers: {
            "content-type": "application/json",
            "svix-id": "msg_forged",
            "svix-timestamp": String(Math.floor(now.getTime() / 1000)),
            "svix-signature": forger.sign("msg_forged", now, body),
          },
          body,
        });
        codes.set(status, (codes.get(status) ?? 0) + 1);
      };
      const flood = Array.from({ length: 10 }, async () => {
        for (let sent = 0; sent < 200; sent += 1) await forge();
      });
      await change();
      await Promise.all(flood);
      return [...codes].map(([status, count]) => `${count} × ${status}`).join(", ");
    },
  },
];
