import { expect } from "vitest";
import type { Contract } from "../contract.ts";
import { refusal } from "../world.ts";

export const invitations: Contract<"invitations"> = {
  async getInvitationList({ api, unique }) {
    const address = unique("listed");
    const first = await api.invitations.createInvitation({ emailAddress: `${address}@a.test` });
    const second = await api.invitations.createInvitation({ emailAddress: `${address}@b.test` });
    await api.invitations.revokeInvitation(first.id);
    const all = await api.invitations.getInvitationList({
      query: address,
      orderBy: "+email_address",
    });
    expect(all.data.map((one) => one.id)).toEqual([first.id, second.id]);
    const pending = await api.invitations.getInvitationList({ query: address, status: "pending" });
    expect(pending.data.map((one) => one.id)).toEqual([second.id]);
    expect(pending.totalCount).toBe(1);
  },

  async createInvitation({ api, newUser, unique }) {
    const emailAddress = `${unique("invited")}@example.test`;
    const made = await api.invitations.createInvitation({
      emailAddress,
      publicMetadata: { role: "tester" },
      expiresInDays: 2,
    });
    expect([made.status, made.emailAddress, made.revoked]).toEqual([
      "pending",
      emailAddress,
      false,
    ]);
    expect(made.publicMetadata).toEqual({ role: "tester" });
    const again = api.invitations.createInvitation({ emailAddress });
    expect(await refusal(again)).toEqual([400, "duplicate_record"]);
    const known = (await newUser()).primaryEmailAddress?.emailAddress ?? "";
    const useless = api.invitations.createInvitation({ emailAddress: known });
    expect(await refusal(useless)).toEqual([422, "form_identifier_exists"]);
    const anyway = await api.invitations.createInvitation({ emailAddress, ignoreExisting: true });
    expect(anyway.id).not.toBe(made.id);
  },

  async createInvitationBulk({ api, unique }) {
    const [a, b] = [`${unique("bulk")}@example.test`, `${unique("bulk")}@example.test`];
    const made = await api.invitations.createInvitationBulk([
      { emailAddress: a },
      { emailAddress: b },
    ]);
    expect(made.map((one) => one.emailAddress)).toEqual([a, b]);
    const fresh = `${unique("bulk")}@example.test`;
    const half = [{ emailAddress: fresh }, { emailAddress: a }];
    expect(await refusal(api.invitations.createInvitationBulk(half))).toEqual([
      400,
      "duplicate_record",
    ]);
    expect((await api.invitations.getInvitationList({ query: fresh })).totalCount).toBe(0);
  },

  async revokeInvitation({ api, unique }) {
    const emailAddress = `${unique("revoked")}@example.test`;
    const { id } = await api.invitations.createInvitation({ emailAddress });
    const revoked = await api.invitations.revokeInvitation(id);
    expect([revoked.status, revoked.revoked]).toEqual(["revoked", true]);
    const again = api.invitations.revokeInvitation(id);
    expect(await refusal(again)).toEqual([400, "invitation_not_pending"]);
  },

  async deleteInvitation({ api, unique }) {
    const emailAddress = `${unique("deleted")}@example.test`;
    const { id } = await api.invitations.createInvitation({ emailAddress });
    expect(await api.invitations.deleteInvitation(id)).toMatchObject({ id, deleted: true });
    const again = api.invitations.deleteInvitation(id);
    expect(await refusal(again)).toEqual([404, "resource_not_found"]);
  },
};
