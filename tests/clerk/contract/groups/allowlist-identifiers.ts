import { expect } from "vitest";
import type { Contract } from "../contract.ts";
import { refusal } from "../world.ts";

export const allowlistIdentifiers: Contract<"allowlistIdentifiers"> = {
  async getAllowlistIdentifierList({ api }) {
    const identifier = "*@listed.test";
    const made = await api.allowlistIdentifiers.createAllowlistIdentifier({
      identifier,
      notify: false,
    });
    const list = await api.allowlistIdentifiers.getAllowlistIdentifierList({ limit: 1 });
    expect(list.data).toEqual([made]);
  },

  async createAllowlistIdentifier({ api, unique }) {
    const identifier = `${unique("allowed")}@example.test`;
    const params = { identifier, notify: true };
    const made = await api.allowlistIdentifiers.createAllowlistIdentifier(params);
    expect([made.identifier, made.identifierType]).toEqual([identifier, "email_address"]);
    const invitations = await api.invitations.getInvitationList({ query: identifier });
    expect(invitations.data.map((one) => one.id)).toEqual([made.invitationId]);
    const again = api.allowlistIdentifiers.createAllowlistIdentifier(params);
    expect(await refusal(again)).toEqual([400, "duplicate_record"]);
  },

  async deleteAllowlistIdentifier({ api, unique }) {
    const identifier = `${unique("allowed")}@example.test`;
    const params = { identifier, notify: false };
    const { id } = await api.allowlistIdentifiers.createAllowlistIdentifier(params);
    const gone = await api.allowlistIdentifiers.deleteAllowlistIdentifier(id);
    expect(gone).toMatchObject({ object: "allowlist_identifier", id, deleted: true });
    const again = api.allowlistIdentifiers.deleteAllowlistIdentifier(id);
    expect(await refusal(again)).toEqual([404, "resource_not_found"]);
  },
};
