import { expect } from "vitest";
import type { Contract } from "../contract.ts";
import { refusal } from "../world.ts";

export const instance: Contract<"instance"> = {
  async get({ api }) {
    expect(await api.instance.get()).toMatchObject({ environmentType: "development" });
  },

  async update({ api }) {
    const allowedOrigins = ["http://localhost:4321"];
    await api.instance.update({ allowedOrigins });
    expect((await api.instance.get()).allowedOrigins).toEqual(allowedOrigins);
    const unknown = api.instance.update({ hibp: true });
    expect(await refusal(unknown)).toEqual([422, "form_param_unknown"]);
  },

  async updateRestrictions({ api }) {
    const on = await api.instance.updateRestrictions({ blockEmailSubaddresses: true });
    expect([on.blockEmailSubaddresses, on.allowlist]).toEqual([true, false]);
    const off = await api.instance.updateRestrictions({ blockEmailSubaddresses: false });
    expect(off.blockEmailSubaddresses).toBe(false);
    const unknown = api.instance.updateRestrictions({ blockDisposableEmailDomains: true });
    expect(await refusal(unknown)).toEqual([422, "form_param_unknown"]);
  },

  async getOrganizationSettings({ api }) {
    const settings = await api.instance.getOrganizationSettings();
    expect([settings.enabled, settings.creatorRole]).toEqual([true, "org:admin"]);
  },

  async updateOrganizationSettings({ api, newOrganization }) {
    const before = await api.instance.getOrganizationSettings();
    const changed = await api.instance.updateOrganizationSettings({ maxAllowedMemberships: 3 });
    expect(changed.maxAllowedMemberships).toBe(3);
    expect((await newOrganization()).maxAllowedMemberships).toBe(3);
    const { maxAllowedMemberships } = before;
    await api.instance.updateOrganizationSettings({ maxAllowedMemberships });
    const unknown = api.instance.updateOrganizationSettings({ enabled: false });
    expect(await refusal(unknown)).toEqual([422, "form_param_unknown"]);
  },
};
