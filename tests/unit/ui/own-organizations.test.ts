import { createElement, type ComponentProps } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { OwnOrganizations } from "@/src/ui/frame/own-organizations";

type Organization = ComponentProps<typeof OwnOrganizations>["organizations"][number];

const acme: Organization = {
  id: "org_1",
  name: "Acme",
  slug: "acme",
  imageUrl: null,
  role: "org:admin",
};
const markup = (organization: Partial<Organization>) =>
  renderToStaticMarkup(
    createElement(OwnOrganizations, { organizations: [{ ...acme, ...organization }] }),
  );

test("an organization is shown with a way to it", () => {
  expect(markup({})).toContain('href="/org/acme/dashboard"');
});

test("an organization without a slug is shown, without an address that would lead nowhere", () => {
  const shown = markup({ slug: null });
  expect(shown).toContain("Acme");
  expect(shown).not.toContain("href");
});
