import type { Outputs } from "@/src/client/trpc";
import { Moment } from "@/src/ui/time";
import { Copyable } from "../copyable";
import { Facts, type Fact } from "../facts";
import { OrganizationBadge } from "./badge";

const number = new Intl.NumberFormat("en-GB");

/** What is known of an organization. */
export function OrganizationFacts({
  organization,
}: {
  organization: Outputs["admin"]["organization"];
}) {
  const { deletedAt, erasedAt } = organization;
  const facts: Fact[] = [
    { name: "Status", value: <OrganizationBadge deleted={organization.deleted} /> },
    {
      name: "Organization id",
      value: <Copyable text={organization.id} what="organization id" />,
    },
    {
      name: "Address",
      value: organization.slug ? <Copyable text={organization.slug} what="address" /> : "None",
    },
    { name: "Members", value: number.format(organization.members) },
    { name: "Created", value: <Moment date={organization.createdAt} /> },
    {
      name: "Last change at Clerk",
      value: organization.toldAt ? (
        <Moment date={organization.toldAt} />
      ) : (
        "No webhook has come yet"
      ),
    },
  ];
  if (deletedAt)
    facts.push({ name: "Deleted, and held back since", value: <Moment date={deletedAt} /> });
  if (erasedAt) facts.push({ name: "Erased", value: <Moment date={erasedAt} /> });
  return <Facts label="About this organization" facts={facts} />;
}
