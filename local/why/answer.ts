import { errorCodes, type ErrorCode } from "@/src/access/errors";
import type { Place } from "./source/module.ts";

/** What one layer has to say, and where that is written. */
export interface Reason {
  readonly text: string;
  readonly place: Place | null;
  /** Of what this is, when the handle grants it and the procedure does not do it: "project create". */
  readonly also?: string;
}

export type LayerName = "router" | "token" | "types" | "gate" | "entry" | "policies";

export interface Layer {
  readonly name: LayerName;
  /** "tells" where it decides nothing by itself, or could not be asked. */
  readonly verdict: "allows" | "refuses" | "tells";
  /** With which code it refuses the call; null where another layer says so. */
  readonly code: ErrorCode | null;
  readonly reasons: readonly Reason[];
}

export interface Answer {
  readonly procedure: string;
  readonly as: string;
  readonly organization: string | null;
  readonly decision: "allowed" | ErrorCode;
  /** Of HTTP; null where nothing stands in the way. */
  readonly status: number | null;
  readonly message: string | null;
  readonly layers: readonly Layer[];
}

/** In which order the layers with a code are reached: the database is checked before anybody enters it. */
const order: readonly LayerName[] = ["gate", "policies", "entry"];

/** The first layer that refuses with a code decides: the others are not reached. */
export function decide(
  layers: readonly Layer[],
): Pick<Answer, "decision" | "status" | "message" | "layers"> {
  const code = order
    .flatMap((name) => layers.filter((layer) => layer.name === name))
    .find((layer) => layer.verdict === "refuses" && layer.code !== null)?.code;
  if (!code) return { decision: "allowed", status: null, message: null, layers };
  const { http, message } = errorCodes[code];
  return { decision: code, status: http, message, layers };
}
