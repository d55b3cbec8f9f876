import type { Context } from "hono";
import {
  attemptFirst,
  attemptSecond,
  prepareFirst,
  type Reverified,
  startReverification,
} from "../domain/reverification.ts";
import { formError, unknownStrategy } from "../errors.ts";
import { readForm } from "../forms.ts";
import type { App, Env } from "../http.ts";
import { LEVELS, type Level } from "../model/reverifications.ts";
import type { Client } from "../model/sessions.ts";
import { reverificationJson } from "../serialize/reverification.ts";
import { answer, ownSession, requireClient } from "./respond.ts";

const VERIFY = "/v1/client/sessions/:id/verify";

/** `useReverification()`: a signed-in person proves once more who they are, and the tokens say how long ago. */
export function addReverificationRoutes(app: App): void {
  app.post(VERIFY, async (c) => {
    const level = levelOf((await readForm(c)).get("level"));
    const { client, session } = mine(c, c.req.param("id"));
    return respond(c, client, startReverification(c.get("call"), session, level));
  });

  app.post(`${VERIFY}/prepare_first_factor`, async (c) => {
    const form = await readForm(c);
    const { client, session } = mine(c, c.req.param("id"));
    const strategy = form.required("strategy");
    const emailAddressId = form.get("email_address_id");
    return respond(c, client, prepareFirst(c.get("call"), session, strategy, emailAddressId));
  });

  app.post(`${VERIFY}/attempt_first_factor`, async (c) => {
    const form = await readForm(c);
    const { client, session } = mine(c, c.req.param("id"));
    const attempt = {
      strategy: form.required("strategy"),
      password: form.get("password"),
      code: form.get("code"),
    };
    return respond(c, client, await attemptFirst(c.get("call"), session, attempt));
  });

  // An app and backup codes need no preparation, and nothing else is a second factor here.
  app.post(`${VERIFY}/prepare_second_factor`, async (c) => {
    const form = await readForm(c);
    mine(c, c.req.param("id"));
    throw unknownStrategy(form.required("strategy"));
  });

  app.post(`${VERIFY}/attempt_second_factor`, async (c) => {
    const form = await readForm(c);
    const { client, session } = mine(c, c.req.param("id"));
    const attempt = { strategy: form.required("strategy"), code: form.required("code") };
    return respond(c, client, await attemptSecond(c.get("call"), session, attempt));
  });
}

function levelOf(sent: string | null): Level {
  const level = LEVELS.find((one) => one === (sent ?? "second_factor"));
  if (level) return level;
  const message = `${sent ?? ""} does not match one of the allowed values for parameter level`;
  throw formError("form_param_value_invalid", message, "level");
}

function mine(c: Context<Env>, id: string) {
  const client = requireClient(c);
  return { client, session: ownSession(c, client, id) };
}

async function respond(c: Context<Env>, client: Client, reverified: Reverified) {
  return answer(c, await reverificationJson(c.get("call"), reverified), client);
}
