import { expect } from "vitest";
import type { Contract } from "../contract.ts";
import { refusal, type World } from "../world.ts";

function make({ api, unique }: World) {
  return api.waitlistEntries.create({ emailAddress: `${unique("waiting")}@example.test` });
}

export const waitlistEntries: Contract<"waitlistEntries"> = {
  async list(world) {
    const made = await make(world);
    const list = await world.api.waitlistEntries.list({ query: made.emailAddress });
    expect(list.data).toEqual([made]);
    const rejected = { query: made.emailAddress, status: "rejected" } as const;
    expect((await world.api.waitlistEntries.list(rejected)).totalCount).toBe(0);
  },

  async create(world) {
    const made = await make(world);
    expect([made.status, made.isLocked, made.invitation]).toEqual(["pending", false, null]);
    const again = await world.api.waitlistEntries.create({ emailAddress: made.emailAddress });
    expect(again.id).toBe(made.id);
  },

  async createBulk({ api, newUser, unique }) {
    const emailAddress = `${unique("waiting")}@example.test`;
    const [made] = await api.waitlistEntries.createBulk([{ emailAddress, notify: false }]);
    expect(made?.emailAddress).toBe(emailAddress);
    const known = (await newUser()).primaryEmailAddress?.emailAddress ?? "";
    const fresh = `${unique("waiting")}@example.test`;
    const half = [{ emailAddress: fresh }, { emailAddress: known }];
    expect(await refusal(api.waitlistEntries.createBulk(half))).toEqual([
      422,
      "form_identifier_exists",
    ]);
    expect((await api.waitlistEntries.list({ query: fresh })).totalCount).toBe(0);
  },

  async invite(world) {
    const made = await make(world);
    const invited = await world.api.waitlistEntries.invite(made.id);
    expect([invited.status, invited.invitation?.emailAddress]).toEqual([
      "invited",
      made.emailAddress,
    ]);
    expect(await refusal(world.api.waitlistEntries.invite(made.id))).toEqual([
      400,
      "waitlist_entry_not_pending",
    ]);
  },

  async reject(world) {
    const { id } = await make(world);
    expect((await world.api.waitlistEntries.reject(id)).status).toBe("rejected");
    expect(await refusal(world.api.waitlistEntries.invite(id))).toEqual([
      400,
      "waitlist_entry_not_pending",
    ]);
  },

  async delete(world) {
    const { id } = await make(world);
    expect(await world.api.waitlistEntries.delete(id)).toMatchObject({ id, deleted: true });
    expect(await refusal(world.api.waitlistEntries.delete(id))).toEqual([
      404,
      "resource_not_found",
    ]);
  },
};
