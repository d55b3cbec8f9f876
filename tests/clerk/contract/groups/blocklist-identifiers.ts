import { expect } from "vitest";
import type { Contract } from "../contract.ts";
import { refusal } from "../world.ts";

export const blocklistIdentifiers: Contract<"blocklistIdentifiers"> = {
  async getBlocklistIdentifierList({ api }) {
    const made = await api.blocklistIdentifiers.createBlocklistIdentifier({
      identifier: "*@unwanted.test",
    });
    const list = await api.blocklistIdentifiers.getBlocklistIdentifierList({ limit: 1 });
    expect(list.data).toEqual([made]);
  },

  async createBlocklistIdentifier({ api, unique }) {
    const identifier = `${unique("blocked")}@example.test`;
    const made = await api.blocklistIdentifiers.createBlocklistIdentifier({ identifier });
    expect([made.identifier, made.identifierType]).toEqual([identifier, "email_address"]);
    const wrong = api.blocklistIdentifiers.createBlocklistIdentifier({ identifier: "nobody" });
    expect(await refusal(wrong)).toEqual([422, "form_param_format_invalid"]);
  },

  async deleteBlocklistIdentifier({ api, unique }) {
    const { id } = await api.blocklistIdentifiers.createBlocklistIdentifier({
      identifier: `${unique("blocked")}@example.test`,
    });
    const gone = await api.blocklistIdentifiers.deleteBlocklistIdentifier(id);
    expect(gone).toMatchObject({ object: "blocklist_identifier", id, deleted: true });
    // An entry of one list is none of the other.
    const allowed = await api.allowlistIdentifiers.createAllowlistIdentifier({
      identifier: `${unique("allowed")}@example.test`,
      notify: false,
    });
    const wrong = api.blocklistIdentifiers.deleteBlocklistIdentifier(allowed.id);
    expect(await refusal(wrong)).toEqual([404, "resource_not_found"]);
  },
};
