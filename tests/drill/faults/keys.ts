import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "../row.ts";

const minute = 60_000;

export const keyFaults: readonly Fault[] = [
  {
    name: "secret-rotated",
    what: "the webhook's secret is rotated; the application knows the old one, then both",
    async run({ stack, change }) {
      const { clerk } = stack;
      const old = clerk.webhookSecret();
      await clerk.local("POST", "/webhooks/rotate-secret");
      const both = { CLERK_WEBHOOK_SIGNING_SECRET: `${old},${clerk.webhookSecret()}` };
      await change();
      await stack.arrange({ env: both });
    },
  },
  {
    name: "secret-replaced",
    what: "the application knows a secret that is not good any more, until it is given the new one",
    async run({ stack, change }) {
      const { clerk } = stack;
      const old = clerk.webhookSecret();
      // An overlap of nothing: the old one is good no longer.
      await clerk.webhooks({ retryFactor: 0 });
      await clerk.local("POST", "/webhooks/rotate-secret");
      await clerk.webhooks({ retryFactor: null });
      await stack.arrange({ env: { CLERK_WEBHOOK_SIGNING_SECRET: old } });
      await change();
      await sleep(500);
      await stack.arrange({});
    },
  },
  {
    name: "signing-key-rotated",
    what: "Clerk signs tokens with a new key; the application finds keys by JWKS",
    arrangement: { env: { CLERK_JWT_KEY: "" } },
    async run({ stack, change }) {
      await stack.clerk.local("POST", "/keys/rotate");
      await change();
      await stack.clerk.settled(10_000);
      // So that what is started next is given the new key.
      await stack.clerk.restart();
    },
  },
  {
    name: "keys-unreachable",
    what: "Clerk's API is away while the application finds keys by JWKS and is restarted",
    arrangement: { env: { CLERK_JWT_KEY: "" } },
    async run({ stack, change }) {
      await change();
      await stack.clerk.backendApi({ condition: "down" });
      await Promise.all(stack.applications().map((one) => one.kill()));
      await stack.revive();
      await sleep(1_500);
      await stack.clerk.backendApi({ condition: "up" });
    },
  },
  ...[4, -4].map((minutes): Fault => ({
    name: minutes > 0 ? "clock-fast" : "clock-slow",
    what: `the application's clock is 4 minutes ${minutes > 0 ? "fast" : "slow"}: within the tolerance`,
    async run({ stack, change }) {
      await stack.arrange({ clockShiftMs: minutes * minute });
      await change();
      await stack.clerk.settled(10_000);
      await stack.arrange({});
    },
  })),
  ...[10, -10].map((minutes): Fault => ({
    name: minutes > 0 ? "clock-far-ahead" : "clock-far-behind",
    what: `the application's clock is 10 minutes ${minutes > 0 ? "fast" : "slow"}: it refuses every delivery, until it is right again`,
    async run({ stack, change }) {
      await stack.arrange({ clockShiftMs: minutes * minute });
      await change();
      await sleep(1_000);
      await stack.arrange({});
    },
  })),
];
