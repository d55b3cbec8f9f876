import { afterAll, describe, expect, it } from "vitest";
import { expectedPage, type PageAnswer, type Visit } from "@/src/access/matrix/places";
import { principals, type PrincipalCase } from "@/src/access/matrix/principals";
import { surface, type Page } from "@/src/access/matrix/surface";
import { readFacts } from "@/src/server/trpc/facts";
import { appRouter } from "@/src/server/trpc/root";
import { addressOf } from "../support/address.ts";
import { useVisitor } from "../support/visitor.ts";
import { tenantsOf, type World } from "../../support/world.ts";

const facts = new Map(readFacts(appRouter).map((procedure) => [procedure.path, procedure]));
const pages = surface.filter((place) => place.kind === "page");

/** Something on each page that has data, which only its data holds. */
const marks: Readonly<Record<string, (world: World, principal: PrincipalCase) => string>> = {
  "/blog": ({ publishedPost }) => `Title of ${publishedPost.id}`,
  "/blog/[slug]": ({ publishedPost }) => `Title of ${publishedPost.id}`,
  "/dashboard": () => "Your account",
  "/org/[slug]/activity": () => "Nothing has happened yet",
  "/org/[slug]/dashboard": (world, principal) => tenantsOf(world, principal).own.mark,
  "/org/[slug]/members": ({ other }) => `Person ${other}`,
  "/org/[slug]/projects/[id]": (world, principal) => tenantsOf(world, principal).own.mark,
  "/admin": ({ other }) => `${other}@people.test`,
  "/admin/users": ({ other }) => `${other}@people.test`,
  "/admin/users/[id]": () => "Last deliveries",
  "/admin/organizations/[id]": () => "Open invitations",
  "/admin/audit": () => "Who: id of a person",
  "/admin/organizations": ({ first }) => first.name,
  "/admin/webhooks": ({ deliveries }) => deliveries.own,
  "/admin/webhooks/[id]": () => "Clerk instance",
  "/admin/webhooks/runs": ({ other }) => other,
};

const rows = ["own", "foreign", "absent"] as const;

/** Each address that the page can have for this caller: whose organization, whose row. */
function visitsOf(page: Page): Visit[] {
  const organizations = page.path.startsWith("/org/") ? rows : (["own"] as const);
  const named = /\[id\]|blog\/\[slug\]/.test(page.path) ? rows : (["own"] as const);
  return organizations.flatMap((organization) => named.map((row) => ({ organization, row })));
}

/** What must not be in an answer that shows nothing, nor anything foreign in any. */
function secretsOf(page: Page, world: World, principal: PrincipalCase, answer: PageAnswer) {
  const { own, foreign } = tenantsOf(world, principal);
  const always = [foreign.mark, `Title of ${world.foreignPost.id}`];
  const shown = answer.status === 200 && answer.shown;
  const people = [`${world.other}@people.test`, `Person ${world.other}`];
  const own_ = [own.mark, ...(page.asks === "nobody" ? [] : people)];
  return shown ? always : [...always, ...own_];
}

let visited = 0;
afterAll(() => {
  process.stdout.write(`  access matrix of pages: ${visited} visits\n`);
});

describe.each(Object.entries(principals))("%s", (_, given) => {
  // The application that is served runs on the project's own setting.
  const principal: PrincipalCase = { ...given, setting: undefined };
  const visitor = useVisitor(principal);

  it.each(pages.map((page) => [page.path, page] as const))("%s", async (_path, page) => {
    const { world, ask } = visitor();
    for (const visit of visitsOf(page)) {
      const address = addressOf(page, world, principal, visit);
      const derived = expectedPage(page, facts, principal, visit);
      // Where it sends on to is another page of the same organization.
      const expected =
        derived.status === 307
          ? { ...derived, to: addressOf({ ...page, path: derived.to }, world, principal, visit) }
          : derived;
      const response = await ask(address);
      const body = await response.text();
      const mark = marks[page.path]?.(world, principal);
      const location = response.headers.get("location");
      const to = location === null ? undefined : new URL(location, response.url).pathname;
      const found = {
        status: response.status,
        ...(to === undefined ? {} : { to }),
        ...(response.status === 200 && mark ? { shown: body.includes(mark) } : {}),
      };
      expect(found, `${address} (${visit.organization}, ${visit.row})`).toEqual({
        ...expected,
        ...(expected.status === 200 && !mark ? { shown: undefined } : {}),
      });
      const flight = await (await ask(address, { headers: { rsc: "1" } })).text();
      for (const secret of secretsOf(page, world, principal, expected)) {
        expect(body, `${address} tells ${secret}`).not.toContain(secret);
        expect(flight, `the data of ${address} tells ${secret}`).not.toContain(secret);
      }
      visited += 1;
    }
  });
});
