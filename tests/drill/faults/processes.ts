import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "../row.ts";
import type { Application } from "../stack/application.ts";
import type { Stack } from "../stack/start.ts";

const first = ({ applications }: Stack): Application => {
  const [one] = applications();
  if (!one) throw new Error("No process of the application runs.");
  return one;
};

/** Something happens at one side of a commit; the next commit is one of the changes. */
function atCommit(
  name: string,
  when: "before" | "after",
  what: string,
  happen: (stack: Stack, cut: () => void) => void,
): Fault {
  return {
    name,
    what,
    async run({ stack, change }) {
      let happened = 0;
      const arm = (): void => {
        stack.wire.faults.atCommit = {
          when,
          run: (cut) => {
            happened += 1;
            happen(stack, cut);
            if (happened < 3) arm();
          },
        };
      };
      arm();
      await change();
      for (let waited = 0; happened < 3 && waited < 10_000; waited += 100) {
        await stack.revive();
        await sleep(100);
      }
      stack.wire.faults.atCommit = null;
      if (happened === 0) throw new Error("Nothing was committed.");
      return `${happened} times`;
    },
  };
}

const killed = (stack: Stack): void => void first(stack).kill();

export const processFaults: readonly Fault[] = [
  atCommit(
    "connection-lost-before-commit",
    "before",
    "the connection is cut when COMMIT is on its way",
    (_stack, cut) => cut(),
  ),
  atCommit(
    "connection-lost-after-commit",
    "after",
    "the connection is cut after the commit, before the application hears of it",
    (_stack, cut) => cut(),
  ),
  atCommit(
    "killed-before-commit",
    "before",
    "the process is killed -9 when COMMIT is on its way",
    killed,
  ),
  atCommit(
    "killed-after-commit",
    "after",
    "the process is killed -9 after the commit, before it answers",
    killed,
  ),
  {
    name: "killed-on-arrival",
    what: "the process is killed -9 as a delivery arrives, three times",
    async run({ stack, change }) {
      let kills = 0;
      stack.front.faults.onDelivery = () => {
        if (kills >= 3 || stack.applications().length === 0 || !first(stack).alive()) return;
        kills += 1;
        setTimeout(() => killed(stack), 4);
      };
      await change();
      for (let waited = 0; kills < 3 && waited < 10_000; waited += 100) {
        await stack.revive();
        await sleep(100);
      }
      stack.front.faults.onDelivery = null;
      return `${kills} times`;
    },
  },
  {
    name: "application-away",
    what: "no process of the application runs for 1.5 s; the load balancer answers 502",
    async run({ stack, change }) {
      await first(stack).kill();
      await change();
      await sleep(1_500);
    },
  },
  {
    name: "two-processes",
    what: "two processes at once, each message twice and in an order of chance",
    arrangement: { processes: 2 },
    async run({ stack, change }) {
      await stack.clerk.webhooks({ concurrency: 20, chaos: { duplicate: 1, reorderWindow: 8 } });
      await change();
    },
  },
  {
    name: "one-of-two-killed",
    what: "one of two processes is killed -9 among deliveries",
    arrangement: { processes: 2 },
    async run({ stack, change }) {
      const changing = change();
      await sleep(60);
      await first(stack).kill();
      await changing;
      await sleep(500);
    },
  },
  {
    name: "rolling-restart",
    what: "two processes are replaced one after the other (SIGTERM), as at a release",
    arrangement: { processes: 2 },
    async run({ stack, change }) {
      const changing = change();
      for (const one of stack.applications()) {
        stack.front.targets = stack.front.targets.filter((port) => port !== one.port);
        await one.stop();
        await stack.revive();
      }
      await changing;
    },
  },
  {
    name: "started-without-database",
    what: "the application starts while the database is away",
    async run({ stack, change }) {
      await stack.database.stop();
      await first(stack).kill();
      await stack.revive();
      await change();
      await sleep(500);
      await stack.database.start();
      stack.wire.upstreamPort = stack.database.port();
    },
  },
];
