"use client";

import { Breadcrumbs } from "./breadcrumbs";
import { CommandMenu } from "./command-menu";
import { administrationPlaces, type Reach } from "./places";

const sections = administrationPlaces.map(({ name, href }) => ({
  name,
  href,
  below: href === "/admin" ? undefined : `${href}/`,
}));

/** Whether its reader is an administrator each page asks; nobody else gets to see one. */
const reach: Reach = {
  area: "administration",
  organizations: [],
  administrator: true,
  active: null,
};

/** The top line of the administration. */
export function AdministrationLine() {
  return (
    <>
      <Breadcrumbs root="Administration" sections={sections} />
      <CommandMenu reach={reach} />
    </>
  );
}
