/** What a page says after an action sent one there, by the code in its address: no words come from an address. */
const notices: Record<string, string> = {
  banned: "Banned; every session was revoked.",
  unbanned: "May sign in again.",
  locked: "Locked.",
  unlocked: "Unlocked.",
  deleted: "Deleted.",
  revoked: "Revoked.",
  link: "A sign-in link was made.",
  resent: "Sent again.",
  enabled: "The endpoint is enabled. What failed meanwhile is sent again only when you ask.",
  disabled: "The endpoint is disabled.",
  saved: "Saved.",
  healed: "Every fault is off.",
  rotated: "There is a new key. Give the new values to the application.",
  reset: "Everything was forgotten. Keys and snapshots stayed.",
  "snapshot-saved": "The snapshot was saved.",
  "snapshot-restored": "The snapshot was restored.",
};

export function noticeOf(url: URL): string | null {
  const text = notices[url.searchParams.get("done") ?? ""];
  if (!text) return null;
  const records = Number(url.searchParams.get("records"));
  return Number.isInteger(records) && records > 0 ? `${text} ${records} records.` : text;
}
