import { expect, test } from "vitest";
import { OrganizationId, ProjectId, UserId } from "@/src/access/ids";

test("ids of our own are UUIDs", () => {
  expect(ProjectId.safeParse("b0e42fe7-31a5-4894-a441-007e5256afea").success).toBe(true);
  for (const bad of [
    "",
    "1",
    "user_1",
    "b0e42fe7-31a5-4894-a441-007e5256afea\u0000",
    " b0e42fe7-31a5-4894-a441-007e5256afea",
  ]) {
    expect(ProjectId.safeParse(bad).success).toBe(false);
  }
});

test("Clerk's ids have their prefix", () => {
  expect(UserId.safeParse("user_2abcDEF09").success).toBe(true);
  expect(OrganizationId.safeParse("org_2abcDEF09").success).toBe(true);
  for (const bad of [
    "",
    "user_",
    "org_1",
    "user_1\n",
    "user_1'",
    `user_${"a".repeat(65)}`,
    "xuser_1",
  ]) {
    expect(UserId.safeParse(bad).success).toBe(false);
  }
});
