import { kinds, verdicts, type Found, type Verdict } from "@/src/server/sync/reconcile/findings";

const names = {
  user: "users",
  organization: "organizations",
  membership: "memberships",
  invitation: "invitations",
} as const;

/** Of these the ids are printed; the rest is as it should be. */
const listed: readonly Verdict[] = verdicts.filter((verdict) => verdict !== "same");
const idsShown = 10;

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function number(amount: number): string {
  return amount.toLocaleString("en-US");
}

/** The drift report: a table of counts, and then what differs, by id. */
export function printFound(found: Found): void {
  const width = 13;
  print(["", ...verdicts].map((text, at) => pad(text, at === 0 ? 14 : -width)).join(""));
  for (const kind of kinds) {
    const counts = verdicts.map((verdict) => number(found[kind]?.counts[verdict] ?? 0));
    print([pad(names[kind], 14), ...counts.map((text) => pad(text, -width))].join(""));
  }
  for (const kind of kinds) {
    const columns = Object.entries(found[kind]?.columns ?? {});
    if (columns.length > 0)
      print(
        `${names[kind]} by column: ${columns.map(([name, n]) => `${name} ${number(n)}`).join(", ")}`,
      );
    for (const verdict of listed) {
      const ids = found[kind]?.ids[verdict] ?? [];
      const more = (found[kind]?.counts[verdict] ?? 0) - idsShown;
      if (ids.length === 0) continue;
      const shown = ids.slice(0, idsShown).join(" ");
      print(`${names[kind]} ${verdict}: ${shown}${more > 0 ? ` and ${number(more)} more` : ""}`);
    }
  }
}

/** To the right where the width is negative. */
function pad(text: string, width: number): string {
  return width < 0 ? text.padStart(-width) : text.padEnd(width);
}
