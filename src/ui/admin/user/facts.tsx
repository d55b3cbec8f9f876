import type { Outputs } from "@/src/client/trpc";
import { Moment } from "@/src/ui/time";
import { Copyable } from "../copyable";
import { Facts, type Fact } from "../facts";
import { UserBadges } from "./badges";

/** What is known of a person. */
export function UserFacts({ user }: { user: Outputs["admin"]["user"] }) {
  const facts: Fact[] = [
    { name: "Status", value: <UserBadges user={user} /> },
    { name: "User id", value: <Copyable text={user.id} what="user id" /> },
    {
      name: "E-mail address",
      value: user.email ? <Copyable text={user.email} what="e-mail address" /> : "None",
    },
    { name: "Joined", value: <Moment date={user.createdAt} /> },
    {
      name: "Last change at Clerk",
      value: user.toldAt ? <Moment date={user.toldAt} /> : "No webhook has come yet",
    },
  ];
  if (user.erasedAt) facts.push({ name: "Erased", value: <Moment date={user.erasedAt} /> });
  return <Facts label="About this person" facts={facts} />;
}
