import { expect, it } from "vitest";
import { placesOf, type Reach } from "@/src/ui/frame/places";
import { readShortcut, type KeyPress } from "@/src/ui/frame/shortcuts";
import { stageOf } from "@/src/ui/onboarding/stage";

const reach: Reach = {
  area: "organization",
  organizations: [],
  administrator: false,
  active: { slug: "acme", permissions: ["org:members:read"] },
};
const names = (given: Reach) => placesOf(given).map(({ name }) => name);

it("offers the places that the grants allow, and the administration to administrators alone", () => {
  expect(names(reach)).toContain("Members");
  expect(names(reach)).not.toContain("Activity");
  expect(names(reach)).not.toContain("Webhooks");
  expect(names({ ...reach, administrator: true })).toContain("Webhooks");
  expect(names({ ...reach, active: null })).not.toContain("Settings");
});

it("gives each place a key of its own", () => {
  const all = placesOf({
    ...reach,
    administrator: true,
    active: { slug: "acme", permissions: ["org:members:read", "org:audit:read"] },
  }).flatMap(({ key }) => key ?? []);
  expect(new Set(all).size).toBe(all.length);
});

const press: KeyPress = { key: "", ctrlKey: false, metaKey: false, altKey: false, occupied: false };

it.each([
  [{ key: "k", ctrlKey: true }, false, { kind: "menu" }],
  [{ key: "K", metaKey: true, occupied: true }, false, { kind: "menu" }],
  [{ key: "g" }, false, { kind: "wait" }],
  [{ key: "m" }, true, { kind: "go", key: "m" }],
  [{ key: "m" }, false, null],
  [{ key: "?" }, false, { kind: "help" }],
  [{ key: "?", occupied: true }, false, null],
  [{ key: "m", occupied: true }, true, null],
  [{ key: "g", ctrlKey: true }, false, null],
])("reads %o (after g: %s)", (given, waiting, found) => {
  expect(readShortcut({ ...press, ...given }, waiting)).toEqual(found);
});

it("reads off what there is where somebody new stands", () => {
  const me = {
    userId: "user_1",
    name: null,
    email: null,
    imageUrl: null,
    platformAdmin: false,
    impersonated: false,
    active: null,
    organizations: [],
  };
  const active = {
    organizationId: "org_1",
    slug: "acme",
    role: "org:admin",
    permissions: ["org:projects:manage"],
  };
  expect(stageOf(me, null)).toEqual({ step: "organization" });
  expect(stageOf({ ...me, active }, 0)).toMatchObject({ step: "project", slug: "acme" });
  expect(stageOf({ ...me, active }, 1)).toEqual({ step: "done", slug: "acme" });
  expect(stageOf({ ...me, active: { ...active, permissions: [] } }, null)).toEqual({
    step: "done",
    slug: "acme",
  });
});
