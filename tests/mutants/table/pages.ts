import { mutantsOf } from "../mutant.ts";

const organization = "tests/e2e/organization.test.ts";

/** Which page an address leads to. Each of these builds the application anew. */
export const pageMutants = mutantsOf(
  "src/server/auth/guard.ts",
  [organization],
  [
    {
      id: "page/slug",
      guard: "a page shows the organization that its address names",
      find: `if (person.organization?.slug === slug) {`,
      replace: `if (person.organization && slug !== "") {`,
    },
    {
      id: "page/foreign",
      guard: "an organization of other people looks like one that does not exist",
      find: `if (!own) notFound();`,
      replace: `if (!own) return { kind: "inactive", organizationId: slug };`,
    },
  ],
);
