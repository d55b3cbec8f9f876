import { expect } from "vitest";
import type { Contract } from "../contract.ts";
import { refusal, type World } from "../world.ts";

const MISSING = [400, "svix_app_missing"];

function dashboardOf({ clerk }: World): string {
  return `${clerk.url}/console/deliveries`;
}

export const webhooks: Contract<"webhooks"> = {
  async createSvixApp(world) {
    const { webhooks } = world.api;
    expect(await refusal(webhooks.createSvixApp())).toEqual([400, "svix_app_exists"]);
    await webhooks.deleteSvixApp();
    expect(await webhooks.createSvixApp()).toEqual({ svix_url: dashboardOf(world) });
    expect(await refusal(webhooks.createSvixApp())).toEqual([400, "svix_app_exists"]);
  },

  async generateSvixAuthURL(world) {
    const { svix_url: url } = await world.api.webhooks.generateSvixAuthURL();
    expect(url).toBe(dashboardOf(world));
    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("<h1>Deliveries</h1>");
  },

  async deleteSvixApp({ api }) {
    await api.webhooks.deleteSvixApp();
    expect(await refusal(api.webhooks.deleteSvixApp())).toEqual(MISSING);
    expect(await refusal(api.webhooks.generateSvixAuthURL())).toEqual(MISSING);
    await api.webhooks.createSvixApp();
  },
};
