import { Command } from "cmdk";
import type { ReactNode } from "react";

/** What the command menu says where nothing in it has the name that was typed. */
export function NothingFound({ children }: { children?: ReactNode }) {
  return (
    <Command.Empty className="px-3 py-8 text-center text-muted">
      <span role="status">{children ?? "Nothing here has that name."}</span>
    </Command.Empty>
  );
}
