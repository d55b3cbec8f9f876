import { expect } from "vitest";
import type { Contract } from "../contract.ts";
import { refusal, type World } from "../world.ts";

async function added({ api, newUser, unique }: World, params: { verified: boolean }) {
  const user = await newUser();
  const emailAddress = `${unique("second")}@example.test`;
  const email = await api.emailAddresses.createEmailAddress({
    userId: user.id,
    emailAddress,
    ...params,
  });
  return { user, email };
}

export const emailAddresses: Contract<"emailAddresses"> = {
  async getEmailAddress(world) {
    const { email } = await added(world, { verified: true });
    expect(await world.api.emailAddresses.getEmailAddress(email.id)).toEqual(email);
  },

  async createEmailAddress(world) {
    const { user, email } = await added(world, { verified: false });
    expect(email.verification).toBeNull();
    const after = await world.api.users.getUser(user.id);
    expect(after.emailAddresses.map((one) => one.id)).toContain(email.id);
    expect(after.primaryEmailAddressId).toBe(user.primaryEmailAddressId);
    const taken = world.api.emailAddresses.createEmailAddress({
      userId: (await world.newUser()).id,
      emailAddress: user.primaryEmailAddress?.emailAddress ?? "",
    });
    expect(await refusal(taken)).toEqual([422, "form_identifier_exists"]);
  },

  async updateEmailAddress(world) {
    const { user, email } = await added(world, { verified: false });
    const { emailAddresses, users } = world.api;
    const early = emailAddresses.updateEmailAddress(email.id, { primary: true });
    expect(await refusal(early)).toEqual([422, "form_param_value_invalid"]);
    const verified = await emailAddresses.updateEmailAddress(email.id, {
      verified: true,
      primary: true,
    });
    expect(verified.verification?.status).toBe("verified");
    expect((await users.getUser(user.id)).primaryEmailAddressId).toBe(email.id);
  },

  async deleteEmailAddress(world) {
    const { user, email } = await added(world, { verified: true });
    const { emailAddresses } = world.api;
    expect(await emailAddresses.deleteEmailAddress(email.id)).toMatchObject({ deleted: true });
    const primary = emailAddresses.deleteEmailAddress(user.primaryEmailAddressId ?? "");
    expect(await refusal(primary)).toEqual([400, "primary_identification_deletion_failed"]);
  },
};
