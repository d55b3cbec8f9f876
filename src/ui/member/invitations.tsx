"use client";

import { Can } from "@/src/client/can";
import { InvitationList } from "./invitation-list";

export function Invitations() {
  return (
    <Can permission="org:members:manage">
      <InvitationList />
    </Can>
  );
}
