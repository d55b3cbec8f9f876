import { z } from "zod";
import { readBody } from "../body.ts";
import { checkNewExternalId } from "../domain/users.ts";
import { notFound } from "../errors.ts";
import type { App } from "../http.ts";
import type { Call } from "../instance.ts";
import type { SignUp } from "../model/attempts.ts";
import { signUpJson } from "../serialize/attempts.ts";

const UpdateSignUp = z.object({
  external_id: z.string().min(1).nullish(),
  custom_action: z.boolean().nullish(),
});

/** What people are filling in to sign up. */
export function addSignUpRoutes(app: App): void {
  app.get("/v1/sign_ups/:id", (c) => {
    const call = c.get("call");
    return c.json(attemptJson(call, getSignUp(call, c.req.param("id"))));
  });

  app.patch("/v1/sign_ups/:id", async (c) => {
    const call = c.get("call");
    const body = await readBody(c, UpdateSignUp);
    const signUp = getSignUp(call, c.req.param("id"));
    if (body.external_id) {
      checkNewExternalId(call, body.external_id, signUp.createdUserId ?? undefined);
    }
    const updated = call.store.signUps.put({
      ...signUp,
      ...(body.external_id === undefined ? {} : { externalId: body.external_id }),
      customAction: body.custom_action ?? signUp.customAction ?? false,
    });
    return c.json(attemptJson(call, updated));
  });
}

/** The browser's JSON under the name that it has for servers. */
function attemptJson(call: Call, signUp: SignUp) {
  return { ...signUpJson(call, signUp), object: "sign_up_attempt" };
}

function getSignUp(call: Call, id: string): SignUp {
  const signUp = call.store.signUps.get(id);
  if (!signUp) throw notFound(`No sign up attempt was found with id ${id}`);
  return signUp;
}
