import type { Context } from "hono";
import { z } from "zod";
import { MetadataSchema, readBody } from "../body.ts";
import {
  createM2mToken,
  isM2mTokenExpired,
  m2mTokensOf,
  mintM2mJwt,
  opaqueTokenOf,
  revokeM2mToken,
  verifyM2mToken,
} from "../domain/m2m-tokens.ts";
import { findMachineBySecret, getMachine } from "../domain/machines.ts";
import { forbidden, missingParam } from "../errors.ts";
import { type App, bearerOf, type Env } from "../http.ts";
import type { Machine } from "../model/machines.ts";
import { paginate } from "../pages.ts";
import { m2mTokenJson } from "../serialize/machines.ts";

/** The one part of the Backend API that machines may use with their own keys. */
export const M2M_PATH = "/m2m_tokens";

const CreateToken = z.object({
  claims: MetadataSchema.nullish(),
  seconds_until_expiration: z.number().int().min(1).max(315_360_000).nullish(),
  min_remaining_ttl_seconds: z.number().int().min(0).nullish(),
  token_format: z.enum(["opaque", "jwt"]).nullish(),
});

export function addM2mTokenRoutes(app: App): void {
  app.get(M2M_PATH, (c) => {
    const call = c.get("call");
    const subject = c.req.query("subject");
    if (!subject) throw missingParam("subject");
    const tokens = m2mTokensOf(call, askerOf(c), getMachine(call, subject).id).filter(
      (one) =>
        (c.req.query("revoked") === "true" || !one.revoked) &&
        (c.req.query("expired") === "true" || !isM2mTokenExpired(call, one)),
    );
    const page = paginate(c, tokens, (one) => m2mTokenJson(call, one));
    return c.json({ m2m_tokens: page.data, total_count: page.total_count });
  });

  app.post(M2M_PATH, async (c) => {
    const call = c.get("call");
    const machine = askerOf(c);
    if (!machine) {
      throw forbidden("authorization_invalid", "A machine's secret key is needed for its tokens.");
    }
    const body = await readBody(c, CreateToken);
    const input = {
      claims: body.claims ?? null,
      secondsUntilExpiration: body.seconds_until_expiration ?? null,
      minRemainingTtlSeconds: body.min_remaining_ttl_seconds ?? null,
    };
    if (body.token_format === "jwt") {
      const { token, jwt } = await mintM2mJwt(call, machine, input);
      return c.json(m2mTokenJson(call, token, jwt));
    }
    const token = createM2mToken(call, machine, input);
    return c.json(m2mTokenJson(call, token, opaqueTokenOf(call, token)));
  });

  app.post(`${M2M_PATH}/verify`, async (c) => {
    const call = c.get("call");
    const { token } = await readBody(c, z.object({ token: z.string() }));
    return c.json(m2mTokenJson(call, verifyM2mToken(call, askerOf(c), token)));
  });

  app.post(`${M2M_PATH}/:id/revoke`, async (c) => {
    const call = c.get("call");
    const body = await readBody(c, z.object({ revocation_reason: z.string().nullish() }));
    const reason = body.revocation_reason ?? null;
    return c.json(m2mTokenJson(call, revokeM2mToken(call, askerOf(c), c.req.param("id"), reason)));
  });
}

/** The machine that asks with its own secret key; null for the instance's. */
function askerOf(c: Context<Env>): Machine | null {
  return findMachineBySecret(c.get("call"), bearerOf(c)) ?? null;
}
