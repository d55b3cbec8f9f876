import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hiddenValue } from "@/src/access/deliveries";
import { countHidden, maskPayload } from "@/src/server/sync/mask";
import { personalEvents } from "../../support/personal-events.ts";

/** A person's own word: what has it must not be told. */
const canary = fc
  .tuple(
    fc.constantFrom("Zoë Canary", "canary@people.test", "+15550100", "canary.person", "CANARY"),
    fc.nat(),
  )
  .map(([word, number]) => `${word}${number}`);

describe("of every event that Clerk sends", () => {
  test.each(Object.keys(personalEvents))("%s: no personal value shows", (type) => {
    fc.assert(
      fc.property(canary, (word) => {
        const make = personalEvents[type];
        if (!make) throw new Error(`${type} is not there`);
        const payload = {
          object: "event",
          type,
          timestamp: 1,
          instance_id: "ins_1",
          data: make(word),
        };
        expect(JSON.stringify(payload)).toContain(word);
        expect(JSON.stringify(maskPayload(payload))).not.toContain(word);
      }),
      { numRuns: 20 },
    );
  });
});

test("whatever a person writes into metadata is hidden, its keys too, wherever it stands", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), canary, (value, word) => {
      const metadata = {
        [word]: value,
        deep: { [word]: [word, { [word]: word }] },
        id: `user_${word}`,
      };
      for (const name of [
        "public_metadata",
        "unsafe_metadata",
        "private_metadata",
        "anything_new",
      ]) {
        const masked = maskPayload({
          data: { [name]: metadata, organization: { [name]: metadata } },
        });
        expect(masked).toEqual({
          data: { [name]: hiddenValue, organization: { [name]: hiddenValue } },
        });
      }
    }),
  );
});

test("a person's word in the place of an id, a code or a time is hidden", () => {
  const data = {
    id: "Alice Canary",
    user_id: "alice@acme.test",
    role: "org:admin and more",
    status: "Ask Alice",
    updated_at: "yesterday",
    organization: "Acme",
    "alice@acme.test": { id: "user_1" },
  };
  expect(Object.values(maskPayload(data) as object)).toEqual(Array(7).fill(hiddenValue));
  expect(JSON.stringify(maskPayload(data))).not.toMatch(/alice@/);
});

test("ids, types, times, roles and switches show, and the structure around them", () => {
  const payload = {
    object: "event",
    type: "organizationMembership.updated",
    timestamp: 1_800_000_000_000,
    instance_id: "ins_2abc",
    data: {
      id: "orgmem_1",
      object: "organization_membership",
      role: "org:admin",
      role_name: "Chief of Alice",
      permissions: ["org:projects:read", "org:sys_memberships:read"],
      organization: { id: "org_1", name: "Acme", slug: "acme", members_count: 3 },
      public_user_data: { user_id: "user_1", identifier: "alice@acme.test", first_name: null },
      email_addresses: [
        {
          id: "idn_1",
          email_address: "alice@acme.test",
          verification: { status: "verified", attempts: 1 },
        },
      ],
      banned: false,
      birthday: 19_700_101,
      created_at: 1,
    },
  };
  expect(maskPayload(payload)).toEqual({
    ...payload,
    data: {
      ...payload.data,
      role_name: hiddenValue,
      organization: { id: "org_1", name: hiddenValue, slug: hiddenValue, members_count: 3 },
      public_user_data: { user_id: "user_1", identifier: hiddenValue, first_name: null },
      email_addresses: [
        {
          id: "idn_1",
          email_address: hiddenValue,
          verification: { status: "verified", attempts: 1 },
        },
      ],
      birthday: hiddenValue,
    },
  });
  expect(countHidden(maskPayload(payload))).toBe(6);
});

test.each([[null], ["Alice"], [1], [true], [["Alice"]]])(
  "a payload that is none is hidden: %j",
  (payload) => {
    expect(JSON.stringify(maskPayload(payload))).not.toContain("Alice");
  },
);
