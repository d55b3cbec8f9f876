import { describe, expect, test } from "vitest";
import { refusal } from "./contract/world.ts";
import { client, start } from "./start.ts";

const clerk = await start();
const api = client(clerk);
const names = ["Cleo", "Ada", "Ben"];
const ids: string[] = [];
for (const firstName of names) {
  const emailAddress = [`${firstName}@example.test`];
  ids.push((await api.users.createUser({ emailAddress, firstName })).id);
}

/** A query that the SDK's types would not let one write. */
async function statusOf(path: string): Promise<[number, string | null]> {
  const response = await fetch(`${clerk.url}/bapi${path}`, {
    headers: { authorization: `Bearer ${clerk.secretKey}` },
  });
  const text = await response.text();
  return [response.status, /"param_name":"(\w+)"/.exec(text)?.[1] ?? null];
}

describe("a page", () => {
  test("has ten of the newest unless asked otherwise", async () => {
    expect((await api.users.getUserList()).data.map((one) => one.id)).toEqual([...ids].reverse());
    const second = await api.users.getUserList({ limit: 1, offset: 1 });
    expect(second.data.map((one) => one.id)).toEqual([ids[1]]);
    expect(second.totalCount).toBe(3);
    expect((await api.users.getUserList({ offset: 3 })).data).toEqual([]);
  });

  test.each(["limit=0", "limit=501", "limit=-1", "limit=1.5", "limit=many"])(
    "of %s is refused",
    async (query) => {
      expect(await statusOf(`/v1/users?${query}`)).toEqual([422, "limit"]);
    },
  );

  test.each(["offset=-1", "offset=x"])("from %s is refused", async (query) => {
    expect(await statusOf(`/v1/organizations?${query}`)).toEqual([422, "offset"]);
  });

  test("may have 500", async () => {
    expect(await statusOf("/v1/users?limit=500")).toEqual([200, null]);
  });
});

describe("an order", () => {
  test.each([
    ["+first_name", ["Ada", "Ben", "Cleo"]],
    ["first_name", ["Ada", "Ben", "Cleo"]],
    ["-first_name", ["Cleo", "Ben", "Ada"]],
    ["+email_address", ["Ada", "Ben", "Cleo"]],
    ["-created_at", ["Ben", "Ada", "Cleo"]],
  ] as const)("%s is kept", async (orderBy, expected) => {
    const users = await api.users.getUserList({ orderBy });
    expect(users.data.map((one) => one.firstName)).toEqual(expected);
  });

  test("by what nobody knows is refused", async () => {
    expect(await statusOf("/v1/users?order_by=-constructor")).toEqual([422, "order_by"]);
    const organizations = api.organizations.getOrganizationList({ orderBy: "members_count" });
    expect((await organizations).totalCount).toBe(0);
  });
});

describe("a body", () => {
  test("that is no JSON, or no object, is refused and not a failure", async () => {
    for (const body of ["{", "[]", "7", '"x"', '{"email_address":7}', "null"]) {
      const response = await fetch(`${clerk.url}/bapi/v1/users`, {
        method: "POST",
        headers: { authorization: `Bearer ${clerk.secretKey}` },
        body,
      });
      expect([body, response.status]).toEqual([body, 422]);
      expect(response.headers.get("content-type")).toBe("application/json");
    }
  });

  test("with a slug of another organization is refused at the field", async () => {
    await api.organizations.createOrganization({ name: "Taken", slug: "taken" });
    const again = api.organizations.createOrganization({ name: "Taken", slug: "taken" });
    expect(await refusal(again)).toEqual([422, "form_identifier_exists"]);
  });
});
