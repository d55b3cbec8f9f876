import { setTimeout as sleep } from "node:timers/promises";
import type { Actor } from "./cast.ts";

export interface Asked {
  readonly actor: Actor;
  readonly startedAt: number;
  /** "allowed", or the code of the refusal; "unreachable" where nobody answered. */
  readonly code: string;
}

export async function ask(frontUrl: string, actor: Actor): Promise<Asked> {
  const startedAt = Date.now();
  try {
    const response = await fetch(`${frontUrl}/call/${actor.call}`, {
      headers: { authorization: `Bearer ${actor.token}`, connection: "close" },
      signal: AbortSignal.timeout(15_000),
    });
    const body: unknown = await response.json().catch(() => null);
    const code =
      typeof body === "object" && body !== null && "code" in body
        ? String(body.code)
        : "unreachable";
    return { actor, startedAt, code };
  } catch {
    return { actor, startedAt, code: "unreachable" };
  }
}

/** Asks as each of them over and over, as if they had a page open that does. */
export function startWatch(frontUrl: string, actors: readonly Actor[]) {
  const asked: Asked[] = [];
  let over = false;
  const loops = actors.map(async (actor) => {
    while (!over) {
      asked.push(await ask(frontUrl, actor));
      await sleep(50);
    }
  });
  return {
    async stop(): Promise<readonly Asked[]> {
      over = true;
      await Promise.all(loops);
      return asked;
    },
  };
}
