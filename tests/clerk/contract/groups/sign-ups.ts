import { expect } from "vitest";
import { Browser } from "../../frontend-caller.ts";
import type { Contract } from "../contract.ts";
import { PASSWORD, refusal, type World } from "../world.ts";

const TAKEN = [422, "form_identifier_exists"];

/** Somebody who has filled in the form and not proved the address yet. */
async function begin({ clerk, unique }: World) {
  const browser = await new Browser(clerk.url).open();
  const emailAddress = `${unique("newcomer")}+clerk_test@example.test`;
  const { id } = await browser.signUp({ email_address: emailAddress, password: PASSWORD });
  const finish = async () => {
    const path = `/v1/client/sign_ups/${id}`;
    await browser.post(`${path}/prepare_verification`, { strategy: "email_code" });
    const form = { strategy: "email_code", code: "424242" };
    return browser.post(`${path}/attempt_verification`, form);
  };
  return { id, emailAddress, finish };
}

export const signUps: Contract<"signUps"> = {
  async get(world) {
    const { signUps } = world.api;
    const { id, emailAddress, finish } = await begin(world);
    const begun = await signUps.get(id);
    expect([begun.id, begun.status, begun.emailAddress, begun.unverifiedFields]).toEqual([
      id,
      "missing_requirements",
      emailAddress,
      ["email_address"],
    ]);
    expect([begun.passwordEnabled, begun.externalId, begun.customAction]).toEqual([
      true,
      null,
      false,
    ]);
    await finish();
    const done = await signUps.get(id);
    expect(done.status).toBe("complete");
    const user = await world.api.users.getUser(String(done.createdUserId));
    expect(user.emailAddresses[0]?.emailAddress).toBe(emailAddress);
    expect(await refusal(signUps.get("sua_nobody"))).toEqual([404, "resource_not_found"]);
  },

  async update(world) {
    const { signUps, users } = world.api;
    const { id: signUpAttemptId, finish } = await begin(world);
    const externalId = world.unique("external");
    const changed = await signUps.update({ signUpAttemptId, externalId, customAction: true });
    expect([changed.externalId, changed.customAction]).toEqual([externalId, true]);
    const same = await signUps.update({ signUpAttemptId });
    expect([same.externalId, same.customAction]).toEqual([externalId, true]);

    const rival = await begin(world);
    await signUps.update({ signUpAttemptId: rival.id, externalId });
    await finish();
    const { createdUserId } = await signUps.get(signUpAttemptId);
    expect((await users.getUser(String(createdUserId))).externalId).toBe(externalId);

    const late = await rival.finish();
    expect([late.status, late.code]).toEqual(TAKEN);
    const again = signUps.update({ signUpAttemptId: rival.id, externalId });
    expect(await refusal(again)).toEqual(TAKEN);
    const nobody = signUps.update({ signUpAttemptId: "sua_nobody" });
    expect(await refusal(nobody)).toEqual([404, "resource_not_found"]);
  },
};
