import { describe, expect, it } from "vitest";
import { Misuse, readRequest } from "../../../local/why/question.ts";
import { suggest } from "../../../local/why/suggest.ts";

const now = new Date("2026-11-23T10:00:00Z");
const read = (line: string) => readRequest(line === "" ? [] : line.split(" "), now);

describe("the words of the command", () => {
  it("say who asks for what", () => {
    expect(read("--as bob@acme.test --org acme project.delete")).toEqual({
      kind: "ask",
      all: false,
      json: false,
      question: {
        procedure: "project.delete",
        as: "bob@acme.test",
        organization: "acme",
        role: null,
        permissions: null,
        platformAdmin: null,
        issuedAt: null,
        sessionId: null,
        impersonatedBy: null,
        provenMinutesAgo: 0,
        unmirrored: false,
      },
    });
    expect(read("--as nobody post.published --json")).toMatchObject({
      json: true,
      question: { as: null },
    });
    expect(read("--help")).toEqual({ kind: "help" });
  });

  it("say how long ago somebody proved who they are, in minutes", () => {
    expect(read("--as a --proven 2h me.get")).toMatchObject({
      question: { provenMinutesAgo: 120 },
    });
    expect(() => read("--as a --proven long me.get")).toThrow("--proven is a number");
  });

  it.each([
    ["--token-age 90s", 90],
    ["--token-age 5m", 300],
    ["--token-age 2h", 7200],
    ["--token-age 1d", 86_400],
    ["--issued-at 2026-11-23T09:59:00Z", 60],
    ["--issued-at 1795427940", 60],
  ])("%s", (words, ago) => {
    expect(read(`--as a ${words} me.get`)).toMatchObject({
      question: { issuedAt: now.getTime() / 1000 - ago },
    });
  });

  it.each([
    ["", /Name one procedure/],
    ["--as a", /Name one procedure/],
    ["--as a me.get me.get", /Name one procedure/],
    ["me.get", /Say who calls/],
    ["--as a --who b me.get", /--who/],
    ["--as a --role org:admin me.get", /--role is a role in an organization/],
    ["--as nobody --org acme me.get", /Nobody has no token/],
    ["--as nobody --unmirrored me.get", /Nobody has no token/],
    ["--as a --token-age 5 me.get", /--token-age is/],
    ["--as a --token-age 5m --issued-at 1795427940 me.get", /give one of them/],
    ["--as a --issued-at soon me.get", /--issued-at is/],
    ["--as a --platform-admin perhaps me.get", /yes or no/],
  ])("are refused: %s", (words, message) => {
    expect(() => read(words)).toThrow(Misuse);
    expect(() => read(words)).toThrow(message);
  });
});

describe("suggestions", () => {
  it("are near, and the nearest first", () => {
    const names = ["project.delete", "project.get", "post.delete", "me.get"];
    expect(suggest("project.delet", names)).toEqual(["project.delete"]);
    expect(suggest("Projct.get", names)[0]).toBe("project.get");
    expect(suggest("delete", names)).toEqual(["post.delete", "project.delete"]);
    expect(suggest("invoice.pay", names)).toEqual([]);
  });
});
