import { signedInAuthObject, signedOutAuthObject } from "@clerk/backend/internal";
import { describe, expect, test } from "vitest";
import { mintPrincipal, type SessionAuth } from "@/src/server/auth/claims";

/** What Clerk's own SDK makes of a verified token's claims. */
function authOf(claims: Record<string, unknown>): SessionAuth {
  const whole = {
    v: 2,
    iss: "https://clerk.example.com",
    sub: "user_1",
    sid: "sess_1",
    iat: 1_800_000_000,
    nbf: 1_800_000_000,
    exp: 1_800_000_060,
    ...claims,
  };
  type Parameters_ = Parameters<typeof signedInAuthObject>;
  // Guarantee: the SDK reads the claims; of the rest it only keeps what getToken() would need, which is not called.
  return signedInAuthObject({}, "token", whole as Parameters_[2]);
}

const anonymous = { kind: "anonymous" };
const acme = { id: "org_1", rol: "admin", slg: "acme" };

test("somebody signed out is nobody", () => {
  expect(mintPrincipal(signedOutAuthObject() as SessionAuth)).toEqual(anonymous);
});

test("a token says who, in which session, and since when", () => {
  expect(mintPrincipal(authOf({}))).toEqual({
    kind: "person",
    userId: "user_1",
    sessionId: "sess_1",
    issuedAt: 1_800_000_000,
    impersonatorId: null,
    proof: null,
    platformAdmin: false,
    organization: null,
  });
});

describe("when somebody proved who they are", () => {
  const proofOf = (fva: unknown) => {
    const principal = mintPrincipal(authOf({ fva }));
    return principal.kind === "person" ? principal.proof : "nobody";
  };
  test.each([
    ["the first factor", [0, -1], { first: 0, second: null }],
    ["both", [61, 3], { first: 61, second: 3 }],
    ["the second alone", [-1, 3], { first: null, second: 3 }],
    ["neither", [-1, -1], { first: null, second: null }],
  ])("is read: %s", (_, fva, proof) => {
    expect(proofOf(fva)).toEqual(proof);
  });
  test.each([
    ["absent", undefined],
    ["null", null],
    ["no list", "0,-1"],
    ["of one factor", [0]],
    ["of three factors", [0, 0, 0]],
    ["text", ["0", "-1"]],
    ["a part of a minute", [0.5, -1]],
    ["below what there is", [-2, -1]],
    ["no number", [Number.NaN, -1]],
    ["null inside", [0, null]],
  ])("is nothing that is known, and the person still one: %s", (_, fva) => {
    expect(proofOf(fva)).toBeNull();
  });
});

describe("without what a principal needs there is none", () => {
  test.each([
    ["no user", { sub: undefined }],
    ["an empty user", { sub: "" }],
    ["no session", { sid: undefined }],
    ["no time of issue", { iat: undefined }],
    ["a time of issue that is text", { iat: "1800000000" }],
    ["a time of issue of 0", { iat: 0 }],
    ["a time of issue before the epoch", { iat: -1 }],
    ["a time of issue between two seconds", { iat: 1.5 }],
    ["a time of issue that is no number", { iat: Number.NaN }],
    ["a time of issue beyond all times", { iat: 1e308 }],
    ["no end", { exp: undefined }],
    ["an end that is text", { exp: "1800000060" }],
    ["an end beyond all times", { exp: 1e308 }],
    ["a beginning beyond all times", { nbf: 1e308 }],
    ["a user that is a list", { sub: ["user_1"] }],
    ["a user with a null byte", { sub: "user_1\u0000" }],
    ["a user with a blank", { sub: "user_1 " }],
    ["a user of endless length", { sub: `user_${"1".repeat(200)}` }],
    ["a session that is a number", { sid: 1 }],
    ["a session with a quote", { sid: "sess_1'" }],
    ["claims of a version that is not known", { v: 3 }],
    ["an organization that is a text", { o: "org_1" }],
    ["an organization that is a list", { o: [acme] }],
    ["an organization's id that is a number", { o: { ...acme, id: 1 } }],
    ["an organization's id with a null byte", { o: { ...acme, id: "org_1\u0000" } }],
    ["a role that is a list", { o: { ...acme, rol: ["admin"] } }],
    ["a slug that is an object", { o: { ...acme, slg: {} } }],
    ["an organization's id that is a list, in the first version", { v: 1, org_id: ["org_1"] }],
    ["permissions that are a text, in the first version", { v: 1, org_permissions: "org:x" }],
  ])("%s", (_, claims) => {
    expect(mintPrincipal(authOf(claims))).toEqual(anonymous);
  });
});

test.each([{ userId: null }, { sessionId: null }, { userId: "" }, { sessionId: "" }])(
  "whom Clerk's SDK does not name is nobody, whatever the claims say: %j",
  (unnamed) => {
    // Guarantee: a SessionAuth of the SDK's, but for what it names.
    expect(mintPrincipal({ ...authOf({}), ...unnamed })).toEqual(anonymous);
  },
);

describe("a platform administrator", () => {
  test("is who metadata.role says", () => {
    expect(mintPrincipal(authOf({ metadata: { role: "admin" } }))).toMatchObject({
      platformAdmin: true,
    });
  });

  test.each([
    ["nothing", undefined],
    ["null", null],
    ["a text", "admin"],
    ["a list", ["admin"]],
    ["no role", {}],
    ["a role of null", { role: null }],
    ["another letter case", { role: "Admin" }],
    ["a blank behind", { role: "admin " }],
    ["a list of roles", { role: ["admin"] }],
    ["an object", { role: { admin: true } }],
    ["true", { role: true }],
    ["1", { role: 1 }],
    ["an organization's role", { role: "org:admin" }],
    ["the template that Clerk did not fill in", { role: "{{user.public_metadata.role}}" }],
  ])("is nobody by metadata of %s", (_, metadata) => {
    expect(mintPrincipal(authOf({ metadata }))).toMatchObject({
      kind: "person",
      platformAdmin: false,
    });
  });

  test("is nobody by other claims of the same sense", () => {
    for (const claims of [
      { role: "admin" },
      { public_metadata: { role: "admin" } },
      { platformAdmin: true },
      { o: acme },
    ]) {
      expect(mintPrincipal(authOf(claims))).toMatchObject({ kind: "person", platformAdmin: false });
    }
  });
});

describe("impersonation", () => {
  test("names who is behind it", () => {
    expect(mintPrincipal(authOf({ act: { sub: "user_root" } }))).toMatchObject({
      userId: "user_1",
      impersonatorId: "user_root",
    });
  });

  test.each([
    ["an empty object", {}],
    ["no text", { sub: 1 }],
    ["an empty text", { sub: "" }],
    ["a text", "user_root"],
    ["true", true],
    ["a list", ["user_root"]],
  ])("an actor of unknown form is refused, not forgotten: %s", (_, act) => {
    expect(mintPrincipal(authOf({ act }))).toEqual(anonymous);
  });
});

describe("the active organization", () => {
  test("comes from the second version of Clerk's claims", () => {
    expect(mintPrincipal(authOf({ o: acme }))).toMatchObject({
      organization: {
        id: "org_1",
        slug: "acme",
        role: "org:admin",
        permissions: [
          "org:audit:read",
          "org:members:manage",
          "org:members:read",
          "org:projects:manage",
          "org:projects:read",
          "org:tasks:manage",
        ],
      },
    });
  });

  test("comes from the first version of Clerk's claims", () => {
    const claims = {
      v: undefined,
      org_id: "org_1",
      org_slug: "acme",
      org_role: "org:member",
      org_permissions: [],
    };
    expect(mintPrincipal(authOf(claims))).toMatchObject({
      organization: { id: "org_1", slug: "acme", role: "org:member" },
    });
  });

  test.each(["owner", "Admin", "constructor", "__proto__"])(
    "gives a role of %s no permission",
    (rol) => {
      expect(mintPrincipal(authOf({ o: { ...acme, rol } }))).toMatchObject({
        organization: { role: `org:${rol}`, permissions: [] },
      });
    },
  );

  test("gives no role no permission", () => {
    expect(mintPrincipal(authOf({ o: { id: "org_1", slg: "acme" } }))).toMatchObject({
      organization: { id: "org_1", permissions: [] },
    });
  });

  test("does not take permissions from the token where the table of roles decides", () => {
    // What Clerk's dashboard would give a member whom somebody made a manager there.
    const o = { ...acme, rol: "member", per: "manage,read", fpm: "3" };
    expect(mintPrincipal(authOf({ o, fea: "o:projects" }))).toMatchObject({
      organization: {
        role: "org:member",
        permissions: ["org:members:read", "org:projects:read", "org:tasks:manage"],
      },
    });
    expect(mintPrincipal(authOf({ o: { ...o, rol: "guest" }, fea: "o:projects" }))).toMatchObject({
      organization: { permissions: [] },
    });
  });

  test("is none without an id", () => {
    expect(mintPrincipal(authOf({ o: { rol: "admin", slg: "acme" } }))).toMatchObject({
      organization: null,
    });
  });
});

describe("the active organization, where the token's permissions decide", () => {
  function permissionsOf(o: Record<string, unknown>, fea?: string): readonly string[] | undefined {
    const principal = mintPrincipal(authOf({ o: { ...acme, ...o }, fea }), "clerk");
    return principal.kind === "person" ? principal.organization?.permissions : undefined;
  }

  test("gives what o.per says, whatever the role", () => {
    expect(permissionsOf({ rol: "member", per: "manage,read", fpm: "3" }, "o:projects")).toEqual([
      "org:projects:manage",
      "org:projects:read",
    ]);
    expect(permissionsOf({ rol: "guest", per: "read", fpm: "1" }, "o:audit")).toEqual([
      "org:audit:read",
    ]);
  });

  test("gives no permission for a role alone, not even an admin's", () => {
    expect(permissionsOf({ rol: "admin" })).toEqual([]);
    expect(permissionsOf({ rol: "admin", per: "", fpm: "" }, "o:projects")).toEqual([]);
    // The feature is there, and no permission of it.
    expect(permissionsOf({ rol: "admin", per: "manage", fpm: "0" }, "o:projects")).toEqual([]);
  });

  test("gives all that a permission implies", () => {
    expect(permissionsOf({ rol: "guest", per: "manage", fpm: "1" }, "o:tasks")).toEqual([
      "org:members:read",
      "org:projects:read",
      "org:tasks:manage",
    ]);
  });

  test("leaves out what the catalogue does not know", () => {
    const o = { per: "read,pay", fpm: "1,3" };
    expect(permissionsOf(o, "o:projects,o:billing")).toEqual(["org:projects:read"]);
    expect(
      permissionsOf({ per: "constructor,read", fpm: "1,2" }, "o:__proto__,o:projects"),
    ).toEqual(["org:projects:read"]);
  });

  test("reads the first version of Clerk's claims as well", () => {
    const principal = mintPrincipal(
      authOf({
        v: undefined,
        org_id: "org_1",
        org_role: "org:guest",
        org_permissions: ["org:audit:read", "org:billing:pay", "toString"],
      }),
      "clerk",
    );
    expect(principal).toMatchObject({ organization: { permissions: ["org:audit:read"] } });
  });
});
