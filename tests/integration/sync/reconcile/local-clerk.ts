import { createServer, request, type IncomingMessage, type RequestListener } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect } from "vitest";
import type { ClerkClient } from "@clerk/backend";
import { cleanUp } from "../../../clerk/clean-up.ts";
import { client, start, type Started } from "../../../clerk/start.ts";

export interface Door {
  readonly clerk: Started;
  readonly sdk: ClerkClient;
  /** Paths with their queries that were asked for, in order. */
  readonly asked: string[];
  /** Answers in the place of Clerk where it returns true. */
  interrupt: ((...args: Parameters<RequestListener>) => boolean) | null;
  /** Runs before a request is passed on. */
  before: ((incoming: IncomingMessage) => Promise<void>) | null;
  change(settings: Record<string, unknown>): Promise<void>;
}

/** A local Clerk of the file's own behind a door, to which the application's environment points. */
export function useLocalClerk(): () => Door {
  let door: Door | undefined;
  beforeAll(async () => {
    const clerk = await start();
    const made: Door = {
      clerk,
      sdk: client(clerk),
      asked: [],
      interrupt: null,
      before: null,
      async change(settings) {
        const response = await fetch(`${clerk.url}/local/settings`, {
          method: "PATCH",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(settings),
        });
        expect(response.status).toBe(200);
      },
    };
    door = made;
    const port = await listen(made);
    process.env["CLERK_SECRET_KEY"] = clerk.secretKey;
    process.env["CLERK_API_URL"] = `http://127.0.0.1:${port}/bapi`;
  });
  return () => {
    if (!door) throw new Error("The local Clerk exists from beforeAll on.");
    return door;
  };
}

/** By Clerk's clock, which the answers tell in whole seconds, what was before is before. */
export function settleASecond(): Promise<void> {
  return sleep(1_100);
}

async function listen(door: Door): Promise<number> {
  const server = createServer((incoming, outgoing) => {
    door.asked.push(incoming.url ?? "");
    if (door.interrupt?.(incoming, outgoing)) return;
    const pass = () => {
      const { method, headers, url } = incoming;
      const onward = request(`${door.clerk.url}${url ?? ""}`, { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      });
      onward.on("error", () => outgoing.destroy());
      incoming.pipe(onward);
    };
    void (door.before?.(incoming) ?? Promise.resolve()).then(pass);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  cleanUp(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The door has no port.");
  return address.port;
}
