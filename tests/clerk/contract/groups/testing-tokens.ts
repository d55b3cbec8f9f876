import { expect } from "vitest";
import type { Contract } from "../contract.ts";

export const testingTokens: Contract<"testingTokens"> = {
  async createTestingToken({ api }) {
    const before = Math.floor(Date.now() / 1000);
    const answer = await api.testingTokens.createTestingToken();
    // The SDK declares `expiresAt`, but passes Clerk's JSON on; the time is in seconds.
    expect(answer.token).toMatch(/^\d+-\w+$/);
    expect(Reflect.get(answer, "expires_at")).toBeGreaterThan(before);
  },
};
