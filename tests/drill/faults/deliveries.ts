import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "../row.ts";
import { post } from "./post.ts";

export const deliveryFaults: readonly Fault[] = [
  {
    name: "ten-times",
    what: "every delivery comes ten times more, twenty at once",
    async run({ stack, change }) {
      const { clerk } = stack;
      await clerk.webhooks({ concurrency: 20 });
      const since = await clerk.newest();
      await change();
      const ids = (await clerk.deliveriesSince(since)).map(({ id }) => id);
      for (let again = 0; again < 10; again += 1) {
        await clerk.local("POST", "/deliveries/resend", { ids });
      }
    },
  },
  {
    name: "reordered",
    what: "deliveries come in an order of chance",
    async run({ stack, change }) {
      await stack.clerk.webhooks({ chaos: { reorderWindow: 12, holdMs: 300, seed: 7 } });
      await change();
    },
  },
  {
    name: "delayed",
    what: "each delivery sets out up to 1.5 s late",
    async run({ stack, change }) {
      await stack.clerk.webhooks({ chaos: { delayMinMs: 0, delayMaxMs: 1_500, seed: 11 } });
      await change();
    },
  },
  {
    name: "burst",
    what: "chaos: twenty at once, half of them twice, in an order of chance and late",
    async run({ stack, change }) {
      await stack.clerk.webhooks({
        concurrency: 20,
        chaos: { burst: 20, reorderWindow: 20, duplicate: 0.5, delayMaxMs: 400, seed: 3 },
      });
      await change();
    },
  },
  {
    name: "lost-and-resent",
    what: "every delivery is lost, and sent again by hand",
    async run({ stack, change }) {
      const { clerk } = stack;
      const since = Date.now();
      await clerk.webhooks({ chaos: { drop: 1 } });
      await change();
      await clerk.webhooks({ chaos: { drop: 0 } });
      const sent = await clerk.local("POST", "/deliveries/resend", {
        since,
        status: ["dropped", "failed"],
      });
      return JSON.stringify(sent).replace(/[{}"]/g, "");
    },
  },
  {
    name: "endpoint-disabled",
    what: "the endpoint is disabled; enabled again, what it missed is sent",
    async run({ stack, change }) {
      const { clerk } = stack;
      const since = Date.now();
      await clerk.local("POST", "/webhooks/disable");
      await change();
      await clerk.local("POST", "/webhooks/enable");
      await clerk.local("POST", "/deliveries/resend", { since });
    },
  },
  {
    name: "sender-paused",
    what: "nothing is sent for 1 s, and then everything at once",
    async run({ stack, change }) {
      await stack.clerk.webhooks({ paused: true, concurrency: 20 });
      await change();
      await sleep(1_000);
      await stack.clerk.webhooks({ paused: false });
    },
  },
  {
    name: "clerk-restarted",
    what: "Clerk itself is restarted with deliveries under way",
    async run({ stack, change }) {
      stack.front.faults.delayMs = 150;
      await change();
      await stack.clerk.restart();
      stack.front.faults.delayMs = 0;
    },
  },
  {
    name: "payload-of-another-form",
    what: "genuine deliveries whose payload is not of its type come between",
    rejects: true,
    async run({ stack, cast, change }) {
      const answers = new Set<string>();
      const bad = { id: cast.keeper.userId, email_addresses: "none", banned: "yes" };
      for (let sent = 0; sent < 3; sent += 1) {
        answers.add(await post(stack, { type: "user.updated", data: bad }));
      }
      await change();
      return [...answers].join(", ");
    },
  },
  {
    name: "another-instance",
    what: "deliveries of another Clerk instance, with our secret, about our people",
    rejects: true,
    async run({ stack, cast, change }) {
      const { keeper, organizationId } = cast;
      const other = { instance_id: "ins_another" };
      const answers = [
        await post(stack, { ...other, type: "user.deleted", data: { id: keeper.userId } }),
        await post(stack, { ...other, type: "organization.deleted", data: { id: organizationId } }),
      ];
      await change();
      return [...new Set(answers)].join(", ");
    },
  },
];
