import { expect } from "vitest";
import type { Contract } from "../contract.ts";
import { refusal, type World } from "../world.ts";

function make({ api, unique }: World) {
  return api.redirectUrls.createRedirectUrl({ url: `app${unique("scheme")}://callback` });
}

export const redirectUrls: Contract<"redirectUrls"> = {
  async getRedirectUrlList(world) {
    const made = await make(world);
    expect((await world.api.redirectUrls.getRedirectUrlList()).data[0]).toEqual(made);
  },

  async getRedirectUrl(world) {
    const made = await make(world);
    expect(await world.api.redirectUrls.getRedirectUrl(made.id)).toEqual(made);
  },

  async createRedirectUrl(world) {
    const { url } = await make(world);
    expect(await refusal(world.api.redirectUrls.createRedirectUrl({ url }))).toEqual([
      400,
      "duplicate_record",
    ]);
    expect(await refusal(world.api.redirectUrls.createRedirectUrl({ url: "nowhere" }))).toEqual([
      422,
      "form_param_format_invalid",
    ]);
  },

  async deleteRedirectUrl(world) {
    const { id } = await make(world);
    expect(await world.api.redirectUrls.deleteRedirectUrl(id)).toMatchObject({ id, deleted: true });
    expect(await refusal(world.api.redirectUrls.getRedirectUrl(id))).toEqual([
      404,
      "resource_not_found",
    ]);
  },
};
