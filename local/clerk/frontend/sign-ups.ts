import { checkMaySignIn } from "../domain/sessions.ts";
import {
  attemptSignUp,
  createSignUp,
  getSignUp,
  prepareSignUp,
  type SignUpFields,
  updateSignUp,
} from "../domain/sign-ups.ts";
import { unknownParam, unknownStrategy } from "../errors.ts";
import { type Form, readForm } from "../forms.ts";
import type { App } from "../http.ts";
import { signUpJson } from "../serialize/attempts.ts";
import { answer, requireClient } from "./respond.ts";

export function addSignUpRoutes(app: App): void {
  app.post("/v1/client/sign_ups", async (c) => {
    const call = c.get("call");
    const form = await readForm(c);
    const client = requireClient(c);
    checkMaySignIn(call, client, null);
    const signUp = await createSignUp(call, client, fieldsOf(form));
    return answer(c, signUpJson(call, signUp), client);
  });

  app.get("/v1/client/sign_ups/:id", (c) => {
    const call = c.get("call");
    const client = requireClient(c);
    return answer(c, signUpJson(call, getSignUp(call, client, c.req.param("id"))), client);
  });

  app.patch("/v1/client/sign_ups/:id", async (c) => {
    const call = c.get("call");
    const form = await readForm(c);
    const client = requireClient(c);
    const signUp = getSignUp(call, client, c.req.param("id"));
    const updated = await updateSignUp(call, client, signUp, fieldsOf(form));
    return answer(c, signUpJson(call, updated), client);
  });

  app.post("/v1/client/sign_ups/:id/prepare_verification", async (c) => {
    const call = c.get("call");
    const form = await readForm(c);
    const client = requireClient(c);
    checkStrategy(form);
    const prepared = prepareSignUp(call, getSignUp(call, client, c.req.param("id")));
    return answer(c, signUpJson(call, prepared), client);
  });

  app.post("/v1/client/sign_ups/:id/attempt_verification", async (c) => {
    const call = c.get("call");
    const form = await readForm(c);
    const client = requireClient(c);
    checkStrategy(form);
    const signUp = getSignUp(call, client, c.req.param("id"));
    return answer(
      c,
      signUpJson(call, attemptSignUp(call, client, signUp, form.get("code"))),
      client,
    );
  });
}

/** Ways of signing up that the instance does not have. */
const UNKNOWN = ["phone_number", "username", "web3_wallet"];
const STRATEGIES = ["ticket", "email_code", "password"];

function fieldsOf(form: Form): SignUpFields {
  for (const name of UNKNOWN) if (form.get(name) !== null) throw unknownParam(name);
  const strategy = form.get("strategy");
  if (strategy && !STRATEGIES.includes(strategy)) throw unknownStrategy(strategy);
  const unsafeMetadata = form.object("unsafe_metadata");
  const firstName = form.optional("first_name");
  const lastName = form.optional("last_name");
  return {
    emailAddress: form.get("email_address"),
    password: form.get("password"),
    ticket: form.get("ticket"),
    ...(firstName === undefined ? {} : { firstName }),
    ...(lastName === undefined ? {} : { lastName }),
    ...(unsafeMetadata ? { unsafeMetadata } : {}),
  };
}

function checkStrategy(form: Form): void {
  const strategy = form.required("strategy");
  if (strategy !== "email_code") throw unknownStrategy(strategy);
}
