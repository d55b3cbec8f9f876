/* eslint-disable @typescript-eslint/no-deprecated -- what is still in the client has to answer */
import { expect } from "vitest";
import { missing, type Contract } from "../contract.ts";
import { PASSWORD, refusal } from "../world.ts";

const REASON = "Not there yet.";
const PICTURE = new Blob(
  [
    Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
      "base64",
    ),
  ],
  { type: "image/png" },
);

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
  },

  async updateUser({ api, newUser }) {
    const user = await newUser();
    const updated = await api.users.updateUser(user.id, { firstName: "Grace", lastName: "H." });
    expect([updated.fullName, updated.updatedAt > user.updatedAt]).toEqual(["Grace H.", true]);
  },

  replaceUserEmailAddress: missing(REASON, ({ api }) =>
    api.users.replaceUserEmailAddress("user_x", { emailAddress: "a@example.test" }),
  ),
  replaceUserPhoneNumber: missing("There are no phone numbers here.", ({ api }) =>
    api.users.replaceUserPhoneNumber("user_x", { phoneNumber: "+15555550100" }),
  ),
  updateUserProfileImage: missing(REASON, ({ api }) =>
    api.users.updateUserProfileImage("user_x", { file: PICTURE }),
  ),

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

  getUserOauthAccessToken: missing(REASON, ({ api }) =>
    api.users.getUserOauthAccessToken("user_x", "google"),
  ),
  disableUserMFA: missing(REASON, ({ api }) => api.users.disableUserMFA("user_x")),

  async getOrganizationMembershipList({ api, newUser, newOrganization }) {
    const user = await newUser();
    const organization = await newOrganization(user.id);
    const list = await api.users.getOrganizationMembershipList({ userId: user.id });
    expect(list.data.map((one) => [one.organization.id, one.role])).toEqual([
      [organization.id, "org:admin"],
    ]);
    expect(list.totalCount).toBe(1);
  },

  getOrganizationInvitationList: missing(REASON, ({ api }) =>
    api.users.getOrganizationInvitationList({ userId: "user_x" }),
  ),
  removePassword: missing(REASON, ({ api }) => api.users.removePassword("user_x")),

  async verifyPassword({ api, newUser }) {
    const { id } = await newUser();
    const right = await api.users.verifyPassword({ userId: id, password: PASSWORD });
    expect(right.verified).toBe(true);
  },

  verifyTOTP: missing(REASON, ({ api }) => api.users.verifyTOTP({ userId: "user_x", code: "1" })),

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

  lockUser: missing(REASON, ({ api }) => api.users.lockUser("user_x")),
  unlockUser: missing(REASON, ({ api }) => api.users.unlockUser("user_x")),
  deleteUserProfileImage: missing(REASON, ({ api }) => api.users.deleteUserProfileImage("user_x")),
  deleteUserPasskey: missing(REASON, ({ api }) =>
    api.users.deleteUserPasskey({ userId: "user_x", passkeyIdentificationId: "idn_x" }),
  ),
  deleteUserWeb3Wallet: missing(REASON, ({ api }) =>
    api.users.deleteUserWeb3Wallet({ userId: "user_x", web3WalletIdentificationId: "idn_x" }),
  ),
  deleteUserExternalAccount: missing(REASON, ({ api }) =>
    api.users.deleteUserExternalAccount({ userId: "user_x", externalAccountId: "eac_x" }),
  ),
  deleteUserBackupCodes: missing(REASON, ({ api }) => api.users.deleteUserBackupCodes("user_x")),
  deleteUserTOTP: missing(REASON, ({ api }) => api.users.deleteUserTOTP("user_x")),
  setPasswordCompromised: missing(REASON, ({ api }) => api.users.setPasswordCompromised("user_x")),
  unsetPasswordCompromised: missing(REASON, ({ api }) =>
    api.users.unsetPasswordCompromised("user_x"),
  ),
};
