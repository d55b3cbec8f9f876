import { describe, expect, test } from "vitest";
import { AuditSearch } from "@/app/admin/audit/search-params";
import { UsersSearch } from "@/app/admin/users/search-params";
import { readSearchParams, type SearchParams } from "@/src/server/http/search-params";
import { filterOfAudit, hrefOfAudit } from "@/src/ui/admin/audit/address";
import { hrefOfList } from "@/src/ui/admin/list/address";
import { hrefOfSubject } from "@/src/ui/admin/paths";

describe("the address of a list", () => {
  const read = (params: SearchParams) => {
    const found = readSearchParams(UsersSearch, params);
    return found && { path: "/admin/users", ...found };
  };

  test("is read as it was written, and says nothing of what is as usual", () => {
    const address = read({ q: " bob ", status: "banned", order: "oldest", after: "abc" });
    expect(address).toMatchObject({
      q: "bob",
      status: "banned",
      order: "oldest",
      after: "abc",
    });
    expect(address && hrefOfList(address)).toBe(
      "/admin/users?q=bob&status=banned&order=oldest&after=abc",
    );
    const plain = read({});
    expect(plain && hrefOfList(plain)).toBe("/admin/users");
  });

  test("that names no status or no order was made up", () => {
    for (const bad of [{ status: "constructor" }, { status: "Banned" }, { order: "newer" }])
      expect(read(bad)).toBeNull();
  });

  test("in which a name stands twice was made up", () => {
    expect(read({ q: ["a", "b"] })).toBeNull();
    expect(read({ status: ["banned"] })).toBeNull();
  });
});

describe("the address of the audit trail", () => {
  const readAudit = (params: SearchParams) => readSearchParams(AuditSearch, params);

  test("names chains by the ids of whose they are", () => {
    const chainOf = (chain: string) => {
      const address = readAudit({ chain });
      return address && filterOfAudit(address).chain;
    };
    expect(chainOf("admin")).toBe("admin");
    expect(chainOf("org_1")).toBe("org:org_1");
    expect(chainOf("user_1")).toBe("user:user_1");
    expect(chainOf("")).toBeUndefined();
    for (const bad of ["administrators", "org:org_1", "org_", "org_1'"])
      expect(chainOf(bad)).toBeNull();
  });

  test("takes procedures, people and outcomes that there can be", () => {
    const address = readAudit({
      action: "admin.banUser",
      actor: "user_1",
      outcome: "not_oneself",
    });
    expect(address && hrefOfAudit(address)).toBe(
      "/admin/audit?action=admin.banUser&actor=user_1&outcome=not_oneself",
    );
    for (const bad of [{ action: "admin.none" }, { actor: "org_1" }, { outcome: "fine" }])
      expect(readAudit(bad)).toBeNull();
  });
});

test("people and organizations have pages, other ids none", () => {
  expect(hrefOfSubject("user_1")).toBe("/admin/users/user_1");
  expect(hrefOfSubject("org_1")).toBe("/admin/organizations/org_1");
  for (const id of ["orginv_1", "7e203778-d4d6-48da-8549-bede1c438621", "user_1/../x", "user_"])
    expect(hrefOfSubject(id)).toBeNull();
});
