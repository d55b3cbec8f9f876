import { createHash } from "node:crypto";
import type { Chaos } from "../settings/webhooks.ts";

/** What happens to one copy of a message before it is sent. */
export interface Copy {
  delayMs: number;
  /** Its place among those that are reordered together. */
  rank: number;
}

/** The copies that are sent: none when it is dropped, two when it is duplicated. */
export function drawFate(chaos: Chaos, sequence: number): Copy[] {
  if (chance(chaos, sequence, "drop") < chaos.drop) return [];
  const copies = [drawCopy(chaos, sequence, "first")];
  if (chance(chaos, sequence, "duplicate") < chaos.duplicate) {
    copies.push(drawCopy(chaos, sequence, "second"));
  }
  return copies;
}

function drawCopy(chaos: Chaos, sequence: number, copy: string): Copy {
  const { delayMinMs, delayMaxMs } = chaos;
  const share = chance(chaos, sequence, `${copy} delay`);
  return {
    delayMs: Math.round(delayMinMs + share * (delayMaxMs - delayMinMs)),
    rank: chance(chaos, sequence, `${copy} rank`),
  };
}

/** A number from 0 up to 1 that depends on nothing but the seed, the message's number and what is asked. */
function chance(chaos: Chaos, sequence: number, question: string): number {
  const digest = createHash("sha256").update(`${chaos.seed} ${sequence} ${question}`).digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}
