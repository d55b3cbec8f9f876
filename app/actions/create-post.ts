"use server";

import { TRPCError } from "@trpc/server";
import { z } from "zod";
import { errorCodes } from "@/src/access/errors";
import type { ActionResult } from "@/src/client/fault";
import { refusal, refuseAction } from "@/src/server/http/action";
import { errorCodeOf } from "@/src/server/trpc/fault";
import { getCaller, getRequestId, getUserId } from "@/src/server/trpc/server";

/**
 * Creates a draft of the caller's, who must still be the person that the page was made for. A server action is an address
 * like any other: what arrives is whatever somebody sent, and the gate and the schema of post.create judge it.
 */
export async function createPost(
  as: string,
  content: { title: string; body: string },
): Promise<ActionResult<{ id: string }>> {
  try {
    const refused = await refuseAction(await getRequestId());
    if (refused) return refused;
    // The cookie may be somebody else's by now: another tab can change the account.
    if ((await getUserId()) !== as) return refusal("signed_out", await getRequestId());
    const caller = await getCaller();
    const { id } = await caller.post.create(content);
    return { ok: true, value: { id } };
  } catch (error) {
    // Anything else is Next's, or a bug that Next reports with a digest and without its words.
    if (!(error instanceof TRPCError)) throw error;
    const code = errorCodeOf(error);
    const invalid = code === "bad_input" && error.cause instanceof z.ZodError ? error.cause : null;
    return {
      ok: false,
      fault: {
        code,
        message: invalid ? errorCodes.bad_input.message : error.message,
        requestId: await getRequestId(),
        fields: invalid ? firstOfEach(z.flattenError(invalid).fieldErrors) : {},
      },
    };
  }
}

function firstOfEach(fields: Record<string, string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, found]) => (found?.[0] ? [[name, found[0]]] : [])),
  );
}
