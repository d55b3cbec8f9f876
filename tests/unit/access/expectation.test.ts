import { describe, expect, test } from "vitest";
import {
  expectedOutcome,
  type MatrixOutcome,
  type ProcedureFacts,
  type Target,
} from "@/src/access/matrix/expectation";
import { principalKeys, principalOf, type PrincipalKey } from "@/src/access/matrix/principals";

const call = (facts: Partial<ProcedureFacts>): ProcedureFacts => ({
  path: "a.b",
  type: "query",
  gate: "org",
  permission: null,
  command: false,
  fresh: false,
  target: null,
  ...facts,
});
const publicRead = call({ gate: "public", target: "post" });
const ownPost = call({ gate: "user", target: "post", type: "mutation" });
const readProject = call({ permission: "org:projects:read", target: "project" });
const manageProject = call({
  permission: "org:projects:manage",
  target: "project",
  type: "mutation",
});
const manageMember = call({
  permission: "org:members:manage",
  target: "user",
  type: "mutation",
  command: true,
});
const leave = call({ gate: "user", target: "organization", type: "mutation", command: true });
const removeMember = { ...manageMember, fresh: true };
const ban = call({
  gate: "admin",
  target: "user",
  type: "mutation",
  command: true,
  fresh: true,
});
const adminRead = call({ gate: "admin" });

// By hand, a few of each kind: whether what is derived is what people mean.
const samples: [PrincipalKey, ProcedureFacts, Target, MatrixOutcome][] = [
  ["nobody", publicRead, "own", "done"],
  ["nobody", publicRead, "foreign", "not_found"],
  ["banned", publicRead, "own", "done"],
  ["nobody", call({ gate: "public", type: "mutation" }), "plain", "signed_out"],
  ["nobody", ownPost, "own", "signed_out"],
  ["expired", ownPost, "own", "signed_out"],
  ["malformed", readProject, "own", "signed_out"],
  ["pending", readProject, "own", "signed_out"],
  ["withoutOrganization", ownPost, "own", "done"],
  ["withoutOrganization", ownPost, "foreign", "not_found"],
  ["withoutOrganization", readProject, "own", "no_organization"],
  ["member", readProject, "own", "done"],
  ["member", readProject, "foreign", "not_found"],
  ["member", readProject, "absent", "not_found"],
  ["member", manageProject, "own", "permission_missing"],
  ["member", manageProject, "foreign", "permission_missing"],
  ["member", adminRead, "plain", "not_administrator"],
  ["admin", manageProject, "own", "done"],
  ["admin", adminRead, "plain", "not_administrator"],
  ["customRole", readProject, "own", "permission_missing"],
  ["onePermission", manageProject, "own", "done"],
  ["onePermission", readProject, "own", "done"],
  ["onePermission", call({ permission: "org:members:read" }), "plain", "permission_missing"],
  ["otherActive", readProject, "foreign", "not_found"],
  ["foreignAdmin", manageProject, "foreign", "not_found"],
  ["otherPage", readProject, "own", "organization_mismatch"],
  ["otherPage", ownPost, "own", "organization_mismatch"],
  ["otherPage", publicRead, "own", "done"],
  ["platformAdmin", adminRead, "plain", "done"],
  ["platformAdmin", call({ gate: "admin", target: "user" }), "foreign", "done"],
  ["platformAdmin", call({ gate: "admin", target: "user" }), "absent", "not_found"],
  ["platformAdmin", readProject, "own", "no_organization"],
  ["impersonating", readProject, "own", "done"],
  ["impersonating", adminRead, "plain", "not_administrator"],
  ["impersonatedAdmin", adminRead, "plain", "not_administrator"],
  ["notMirrored", manageProject, "own", "done"],
  ["banned", readProject, "own", "user_banned"],
  ["deletedUser", ownPost, "own", "user_deleted"],
  ["endedSession", readProject, "own", "session_ended"],
  ["removed", readProject, "own", "membership_removed"],
  ["removed", ownPost, "own", "done"],
  ["deletedOrganization", readProject, "own", "membership_removed"],
  ["demoted", manageProject, "own", "permission_stale"],
  ["demoted", readProject, "own", "done"],
  ["promoted", manageProject, "own", "done"],
  ["promoted", call({ permission: "org:audit:read" }), "plain", "done"],
  ["editedRole", manageProject, "own", "permission_stale"],
  ["editedRole", call({ permission: "org:tasks:manage" }), "plain", "done"],
  ["editedRole", call({ permission: "org:audit:read" }), "plain", "permission_missing"],
  ["unmadeAdministrator", adminRead, "plain", "not_administrator"],
  ["impersonatorBanned", readProject, "own", "session_ended"],
  ["admin", manageMember, "own", "done"],
  ["admin", manageMember, "foreign", "not_found"],
  ["member", manageMember, "own", "permission_missing"],
  ["demoted", manageMember, "own", "permission_stale"],
  ["impersonating", manageMember, "own", "impersonated"],
  ["impersonating", leave, "own", "impersonated"],
  ["impersonating", leave, "foreign", "impersonated"],
  ["impersonatorBanned", leave, "own", "impersonated"],
  ["impersonatedAdmin", call({ gate: "admin", command: true }), "plain", "not_administrator"],
  ["longSignedIn", adminRead, "plain", "done"],
  ["longSignedIn", call({ gate: "admin", command: true }), "plain", "done"],
  ["longSignedIn", ban, "own", "reverification_required"],
  ["longSignedIn", ban, "absent", "reverification_required"],
  ["longSignedInMember", removeMember, "own", "reverification_required"],
  ["longSignedInMember", removeMember, "absent", "reverification_required"],
  ["longSignedInMember", manageMember, "own", "done"],
  ["longSignedInMember", { ...leave, fresh: true }, "own", "reverification_required"],
  ["impersonating", removeMember, "own", "impersonated"],
  ["platformAdmin", ban, "own", "done"],
  ["member", ban, "own", "not_administrator"],
  ["impersonatedAdmin", ban, "own", "not_administrator"],
  ["unmadeAdministrator", ban, "own", "not_administrator"],
  ["customRole", leave, "own", "done"],
  ["member", leave, "foreign", "not_found"],
  ["otherActive", leave, "own", "done"],
  ["otherActive", leave, "foreign", "done"],
  ["otherActive", leave, "absent", "not_found"],
  ["withoutOrganization", leave, "own", "not_found"],
  ["removed", leave, "own", "not_found"],
  ["deletedOrganization", leave, "own", "not_found"],
  ["notMirrored", leave, "own", "not_found"],
];

test.each(samples)("%s, %o, %s: %s", (key, procedure, target, outcome) => {
  expect(expectedOutcome(procedure, principalOf(key), target)).toBe(outcome);
});

test("every principal is among the samples", () => {
  expect(new Set(samples.map(([key]) => key))).toEqual(new Set(principalKeys));
});

describe("where the token's permissions decide", () => {
  test("a role that is another by now has what Clerk's own has", () => {
    const outcomes = [manageProject, readProject].map((procedure) =>
      expectedOutcome(procedure, principalOf("demoted"), "own", "clerk"),
    );
    expect(outcomes).toEqual(["permission_stale", "done"]);
  });
  test("a custom role has what the token brings, and under the table of roles nothing", () => {
    const principal = principalOf("onePermission");
    expect(expectedOutcome(readProject, principal, "own", "clerk")).toBe("done");
    expect(expectedOutcome(readProject, principal, "own", "roles")).toBe("permission_missing");
  });
});
