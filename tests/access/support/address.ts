import type { Visit } from "@/src/access/matrix/places";
import type { PrincipalCase } from "@/src/access/matrix/principals";
import type { Page } from "@/src/access/matrix/surface";
import { tenantsOf, type World } from "../../support/world.ts";
import { rowsOf } from "./rows.ts";

/** The address that the page has for this caller: whose organization, whose row. */
export function addressOf(
  page: Page,
  world: World,
  principal: PrincipalCase,
  visit: Visit,
): string {
  const { own, foreign } = tenantsOf(world, principal);
  const row = rowsOf(world, principal, visit.row);
  if (page.path.startsWith("/blog/")) return page.path.replace("[slug]", row.slug);
  if (page.path.startsWith("/admin/users/")) return page.path.replace("[id]", row.member);
  if (page.path.startsWith("/admin/organizations/"))
    return page.path.replace("[id]", row.organization);
  if (page.path.startsWith("/admin/")) return page.path.replace("[id]", row.delivery);
  const slug = { own: own.slug, foreign: foreign.slug, absent: "no-such-tenant" }[
    visit.organization
  ];
  return page.path.replace("[slug]", slug).replace("[id]", row.project);
}
