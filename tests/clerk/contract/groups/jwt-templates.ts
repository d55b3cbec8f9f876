import { expect } from "vitest";
import type { Contract } from "../contract.ts";
import { refusal, type World } from "../world.ts";

function newTemplate({ api }: World, name: string) {
  return api.jwtTemplates.create({ name, claims: { email: "{{user.primary_email_address}}" } });
}

export const jwtTemplates: Contract<"jwtTemplates"> = {
  async list(world) {
    const template = await newTemplate(world, "listed");
    const { data, totalCount } = await world.api.jwtTemplates.list({ limit: 1 });
    expect(data).toEqual([template]);
    expect(totalCount).toBeGreaterThan(1);
  },
  async get(world) {
    const template = await newTemplate(world, "got");
    expect(await world.api.jwtTemplates.get(template.id)).toEqual(template);
  },
  async create(world) {
    const template = await newTemplate(world, "created");
    expect(template).toMatchObject({ name: "created", lifetime: 60, customSigningKey: false });
  },
  async update(world) {
    const { id } = await newTemplate(world, "outdated");
    const change = { templateId: id, name: "updated", claims: { a: 1 }, lifetime: 90 };
    await world.api.jwtTemplates.update(change);
    const updated = await world.api.jwtTemplates.get(id);
    expect(updated).toMatchObject({ name: "updated", claims: { a: 1 }, lifetime: 90 });
  },
  async delete(world) {
    const { id } = await newTemplate(world, "deleted");
    await world.api.jwtTemplates.delete(id);
    const refused = await refusal(world.api.jwtTemplates.get(id));
    expect(refused).toEqual([404, "resource_not_found"]);
  },
};
