import { checkMaySignIn } from "../domain/sessions.ts";
import { getSignIn } from "../domain/sign-in-completion.ts";
import {
  attemptFirstFactor,
  attemptSecondFactor,
  prepareFirstFactor,
  resetPassword,
} from "../domain/sign-in-factors.ts";
import { createSignIn } from "../domain/sign-ins.ts";
import { readForm } from "../forms.ts";
import type { App } from "../http.ts";
import { signInJson } from "../serialize/attempts.ts";
import { answer, requireClient } from "./respond.ts";

export function addSignInRoutes(app: App): void {
  app.post("/v1/client/sign_ins", async (c) => {
    const call = c.get("call");
    const form = await readForm(c);
    const client = requireClient(c);
    checkMaySignIn(call, client, null);
    const signIn = await createSignIn(call, client, {
      identifier: form.get("identifier"),
      password: form.get("password"),
      ticket: form.get("ticket"),
      strategy: form.get("strategy"),
    });
    return answer(c, signInJson(call, signIn), client);
  });

  app.get("/v1/client/sign_ins/:id", (c) => {
    const call = c.get("call");
    const client = requireClient(c);
    return answer(c, signInJson(call, getSignIn(call, client, c.req.param("id"))), client);
  });

  app.post("/v1/client/sign_ins/:id/prepare_first_factor", async (c) => {
    const call = c.get("call");
    const form = await readForm(c);
    const client = requireClient(c);
    const signIn = getSignIn(call, client, c.req.param("id"));
    const strategy = form.required("strategy");
    const prepared = prepareFirstFactor(call, signIn, strategy, form.get("email_address_id"));
    return answer(c, signInJson(call, prepared), client);
  });

  app.post("/v1/client/sign_ins/:id/attempt_first_factor", async (c) => {
    const call = c.get("call");
    const form = await readForm(c);
    const client = requireClient(c);
    const signIn = getSignIn(call, client, c.req.param("id"));
    const attempted = await attemptFirstFactor(call, client, signIn, {
      strategy: form.required("strategy"),
      password: form.get("password"),
      code: form.get("code"),
    });
    return answer(c, signInJson(call, attempted), client);
  });

  app.post("/v1/client/sign_ins/:id/attempt_second_factor", async (c) => {
    const call = c.get("call");
    const form = await readForm(c);
    const client = requireClient(c);
    const signIn = getSignIn(call, client, c.req.param("id"));
    const attempt = { strategy: form.required("strategy"), code: form.required("code") };
    const attempted = await attemptSecondFactor(call, client, signIn, attempt);
    return answer(c, signInJson(call, attempted), client);
  });

  app.post("/v1/client/sign_ins/:id/reset_password", async (c) => {
    const call = c.get("call");
    const form = await readForm(c);
    const client = requireClient(c);
    const signIn = getSignIn(call, client, c.req.param("id"));
    const password = form.required("password");
    const signOutOthers = form.flag("sign_out_of_other_sessions");
    const reset = await resetPassword(call, client, signIn, password, signOutOthers);
    return answer(c, signInJson(call, reset), client);
  });
}
