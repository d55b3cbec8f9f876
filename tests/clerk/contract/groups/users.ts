/* eslint-disable @typescript-eslint/no-deprecated -- what is still in the client has to answer */
import type { User } from "@clerk/backend";
import { Secret, TOTP } from "otpauth";
import { expect } from "vitest";
import { type Answer, Browser } from "../../frontend-caller.ts";
import { asRecord } from "../../start.ts";
import { missing, type Contract } from "../contract.ts";
import { PASSWORD, PICTURE, refusal, type World } from "../world.ts";

/** Somebody with an authenticator app, enrolled as in a browser, and backup codes. */
async function withTotp({ clerk, newUser }: World) {
  const user = await newUser();
  const browser = await signedIn(clerk.url, user);
  const { secret } = inner(await browser.post("/v1/me/totp"));
  const totp = new TOTP({ secret: Secret.fromBase32(String(secret)) });
  const code = totp.generate();
  const { backup_codes } = inner(await browser.post("/v1/me/totp/attempt_verification", { code }));
  expect(backup_codes).toHaveLength(10);
  return { user, totp };
}

function inner(answer: Answer): Record<string, unknown> {
  return asRecord(answer.body.response);
}

async function signedIn(url: string, user: User): Promise<Browser> {
  const browser = await new Browser(url).open();
  await browser.signIn(user.primaryEmailAddress?.emailAddress ?? "", PASSWORD);
  return browser;
}

async function signInWithPassword(url: string, user: User): Promise<[number, string | null]> {
  const browser = await new Browser(url).open();
  const answer = await browser.post("/v1/client/sign_ins", {
    identifier: user.primaryEmailAddress?.emailAddress ?? "",
    password: PASSWORD,
  });
  return [answer.status, answer.code];
}

export const users: Contract<"users"> = {
  async getUserList({ api, newUser }) {
    const [first, second] = [await newUser(), await newUser()];
    const found = await api.users.getUserList({
      userId: [first.id, second.id],
      orderBy: "+created_at",
    });
    expect(found.data.map((one) => one.id)).toEqual([first.id, second.id]);
    expect(found.totalCount).toBe(2);
  },

  async getUser({ api, newUser }) {
    const made = await newUser();
    expect(await api.users.getUser(made.id)).toEqual(made);
    expect(await refusal(api.users.getUser("user_none"))).toEqual([404, "resource_not_found"]);
  },

  async createUser({ api, unique }) {
    const emailAddress = `${unique("New")}@Example.test`;
    const user = await api.users.createUser({
      emailAddress: [emailAddress],
      password: PASSWORD,
      firstName: "Ada",
      externalId: unique("external"),
      publicMetadata: { role: "admin" },
    });
    expect(user.primaryEmailAddress?.emailAddress).toBe(emailAddress.toLowerCase());
    expect([user.fullName, user.passwordEnabled]).toEqual(["Ada", true]);
    const again = api.users.createUser({ emailAddress: [emailAddress], password: PASSWORD });
    expect(await refusal(again)).toEqual([422, "form_identifier_exists"]);
    const twin = api.users.createUser({
      emailAddress: [`${unique("twin")}@example.test`],
      externalId: user.externalId ?? "",
    });
    expect(await refusal(twin)).toEqual([422, "form_identifier_exists"]);
    const named = api.users.createUser({ emailAddress: ["n@example.test"], username: "name" });
    expect(await refusal(named)).toEqual([422, "form_param_unknown"]);
  },

  async updateUser({ api, newUser }) {
    const user = await newUser();
    const updated = await api.users.updateUser(user.id, { firstName: "Grace", lastName: "H." });
    expect([updated.fullName, updated.updatedAt > user.updatedAt]).toEqual(["Grace H.", true]);
    const foreign = (await newUser()).primaryEmailAddressId ?? "";
    const wrong = api.users.updateUser(user.id, { primaryEmailAddressID: foreign });
    expect(await refusal(wrong)).toEqual([422, "form_param_value_invalid"]);
  },

  async replaceUserEmailAddress({ api, newUser, unique }) {
    const [user, other] = [await newUser(), await newUser()];
    const emailAddress = `${unique("other")}@example.test`;
    const replaced = await api.users.replaceUserEmailAddress(user.id, { emailAddress });
    expect([replaced.emailAddress, replaced.verification?.status]).toEqual([
      emailAddress,
      "verified",
    ]);
    const after = await api.users.getUser(user.id);
    expect(after.emailAddresses.map((one) => one.id)).toEqual([replaced.id]);
    expect(after.primaryEmailAddressId).toBe(replaced.id);
    const taken = api.users.replaceUserEmailAddress(other.id, { emailAddress });
    expect(await refusal(taken)).toEqual([422, "form_identifier_exists"]);
  },
  replaceUserPhoneNumber: missing("There are no phone numbers here.", ({ api }) =>
    api.users.replaceUserPhoneNumber("user_x", { phoneNumber: "+15555550100" }),
  ),

  async updateUserProfileImage({ api, newUser }) {
    const { id } = await newUser();
    const user = await api.users.updateUserProfileImage(id, { file: PICTURE });
    expect(user.hasImage).toBe(true);
    const served = await fetch(user.imageUrl);
    expect(Buffer.from(await served.arrayBuffer())).toEqual(
      Buffer.from(await PICTURE.arrayBuffer()),
    );
    const wrong = api.users.updateUserProfileImage(id, { file: new Blob(["<svg/>"]) });
    expect(await refusal(wrong)).toEqual([415, "image_type_not_supported"]);
  },

  async updateUserMetadata({ api, newUser }) {
    const { id } = await newUser();
    await api.users.updateUserMetadata(id, { publicMetadata: { a: { b: 1, c: 2 } } });
    const merged = await api.users.updateUserMetadata(id, {
      publicMetadata: { a: { b: null } },
      privateMetadata: { note: "n" },
    });
    expect([merged.publicMetadata, merged.privateMetadata]).toEqual([
      { a: { c: 2 } },
      { note: "n" },
    ]);
  },

  async replaceUserMetadata({ api, newUser }) {
    const { id } = await newUser();
    await api.users.updateUserMetadata(id, {
      publicMetadata: { a: 1 },
      unsafeMetadata: { kept: true },
    });
    const replaced = await api.users.replaceUserMetadata(id, { publicMetadata: { b: 2 } });
    expect([replaced.publicMetadata, replaced.unsafeMetadata]).toEqual([{ b: 2 }, { kept: true }]);
  },

  async deleteUser({ api, newUser }) {
    const { id } = await newUser();
    expect(await api.users.deleteUser(id)).toMatchObject({ object: "user", id, deleted: true });
    expect(await refusal(api.users.getUser(id))).toEqual([404, "resource_not_found"]);
  },

  async getCount({ api, newUser }) {
    const before = await api.users.getCount();
    await newUser();
    expect(await api.users.getCount()).toBe(before + 1);
  },

  async getUserOauthAccessToken({ api, newUser }) {
    const tokens = await api.users.getUserOauthAccessToken((await newUser()).id, "google");
    expect([tokens.data, tokens.totalCount]).toEqual([[], 0]);
    const nobody = api.users.getUserOauthAccessToken("user_none", "google");
    expect(await refusal(nobody)).toEqual([404, "resource_not_found"]);
  },

  async disableUserMFA(world) {
    const { user } = await withTotp(world);
    await world.api.users.disableUserMFA(user.id);
    const after = await world.api.users.getUser(user.id);
    expect([after.totpEnabled, after.backupCodeEnabled, after.twoFactorEnabled]).toEqual([
      false,
      false,
      false,
    ]);
  },

  async getOrganizationMembershipList({ api, newUser, newOrganization }) {
    const user = await newUser();
    const organization = await newOrganization(user.id);
    const list = await api.users.getOrganizationMembershipList({ userId: user.id });
    expect(list.data.map((one) => [one.organization.id, one.role])).toEqual([
      [organization.id, "org:admin"],
    ]);
    expect(list.totalCount).toBe(1);
  },

  async getOrganizationInvitationList({ api, newUser, newOrganization }) {
    const [user, organization] = [await newUser(), await newOrganization()];
    const invitation = await api.organizations.createOrganizationInvitation({
      organizationId: organization.id,
      emailAddress: user.primaryEmailAddress?.emailAddress ?? "",
      role: "org:member",
    });
    const params = { userId: user.id, status: "pending" } as const;
    const list = await api.users.getOrganizationInvitationList(params);
    expect(list.data.map((one) => one.id)).toEqual([invitation.id]);
    expect(list.data[0]?.publicOrganizationData?.name).toBe(organization.name);
  },

  async removePassword({ api, newUser }) {
    const { id } = await newUser();
    const session = await api.sessions.createSession({ userId: id });
    const user = await api.users.removePassword(id, { signOutOfOtherSessions: true });
    expect(user.passwordEnabled).toBe(false);
    expect((await api.sessions.getSession(session.id)).status).toBe("revoked");
    expect(await refusal(api.users.removePassword(id))).toEqual([400, "no_password_set"]);
  },

  async verifyPassword({ api, newUser }) {
    const { id } = await newUser();
    const right = await api.users.verifyPassword({ userId: id, password: PASSWORD });
    expect(right.verified).toBe(true);
    const wrong = api.users.verifyPassword({ userId: id, password: "something-else" });
    expect(await refusal(wrong)).toEqual([422, "incorrect_password"]);
  },

  async verifyTOTP(world) {
    const { user, totp } = await withTotp(world);
    // The code of these 30 seconds enabled the app, and no code is taken twice.
    const code = totp.generate({ timestamp: Date.now() + 30_000 });
    const right = await world.api.users.verifyTOTP({ userId: user.id, code });
    expect(right).toEqual({ verified: true, code_type: "totp" });
    const again = world.api.users.verifyTOTP({ userId: user.id, code });
    expect(await refusal(again)).toEqual([422, "form_code_incorrect"]);
    const without = await world.newUser();
    const useless = world.api.users.verifyTOTP({ userId: without.id, code: "123456" });
    expect(await refusal(useless)).toEqual([400, "totp_not_enabled"]);
  },

  async banUser({ api, newUser }) {
    const { id } = await newUser();
    const session = await api.sessions.createSession({ userId: id });
    expect((await api.users.banUser(id)).banned).toBe(true);
    expect((await api.sessions.getSession(session.id)).status).toBe("revoked");
    const again = api.sessions.createSession({ userId: id });
    expect(await refusal(again)).toEqual([403, "user_banned"]);
  },

  async unbanUser({ api, newUser }) {
    const { id } = await newUser();
    await api.users.banUser(id);
    expect((await api.users.unbanUser(id)).banned).toBe(false);
  },

  async lockUser({ api, newUser }) {
    const locked = await api.users.lockUser((await newUser()).id);
    expect([locked.locked, locked.raw?.verification_attempts_remaining]).toEqual([true, 0]);
    expect(locked.raw?.lockout_expires_in_seconds).toBeGreaterThan(3500);
  },

  async unlockUser({ api, newUser }) {
    const { id } = await newUser();
    await api.users.lockUser(id);
    const unlocked = await api.users.unlockUser(id);
    expect([unlocked.locked, unlocked.raw?.lockout_expires_in_seconds]).toEqual([false, null]);
  },

  async deleteUserProfileImage({ api, newUser }) {
    const { id } = await newUser();
    await api.users.updateUserProfileImage(id, { file: PICTURE });
    expect((await api.users.deleteUserProfileImage(id)).hasImage).toBe(false);
  },
  deleteUserPasskey: missing("There are no passkeys here.", ({ api }) =>
    api.users.deleteUserPasskey({ userId: "user_x", passkeyIdentificationId: "idn_x" }),
  ),
  deleteUserWeb3Wallet: missing("There are no wallets here.", ({ api }) =>
    api.users.deleteUserWeb3Wallet({ userId: "user_x", web3WalletIdentificationId: "idn_x" }),
  ),
  deleteUserExternalAccount: missing("There are no accounts of other providers here.", ({ api }) =>
    api.users.deleteUserExternalAccount({ userId: "user_x", externalAccountId: "eac_x" }),
  ),

  async deleteUserBackupCodes(world) {
    const { user } = await withTotp(world);
    await world.api.users.deleteUserBackupCodes(user.id);
    const after = await world.api.users.getUser(user.id);
    expect([after.totpEnabled, after.backupCodeEnabled]).toEqual([true, false]);
    expect(await refusal(world.api.users.deleteUserBackupCodes(user.id))).toEqual([
      404,
      "resource_not_found",
    ]);
  },

  async deleteUserTOTP(world) {
    const { user } = await withTotp(world);
    await world.api.users.deleteUserTOTP(user.id);
    const after = await world.api.users.getUser(user.id);
    expect([after.totpEnabled, after.backupCodeEnabled]).toEqual([false, false]);
    expect(await refusal(world.api.users.deleteUserTOTP(user.id))).toEqual([
      404,
      "resource_not_found",
    ]);
  },

  async setPasswordCompromised({ api, clerk, newUser }) {
    const user = await newUser();
    const session = await api.sessions.createSession({ userId: user.id });
    await api.users.setPasswordCompromised(user.id, { revokeAllSessions: true });
    expect((await api.sessions.getSession(session.id)).status).toBe("revoked");
    expect(await signInWithPassword(clerk.url, user)).toEqual([422, "form_password_compromised"]);
  },

  async unsetPasswordCompromised({ api, clerk, newUser }) {
    const user = await newUser();
    await api.users.setPasswordCompromised(user.id);
    await api.users.unsetPasswordCompromised(user.id);
    expect(await signInWithPassword(clerk.url, user)).toEqual([200, null]);
  },
};
