import { endsSession, type Fault } from "./fault";

/**
 * Leaves for the sign-in page when a call says that the session is over, and comes back afterwards. A session that the server
 * ended while Clerk still shows it goes by a page of its own: the sign-in page would send it straight back.
 */
export function leave(code: Fault["code"]): void {
  if (!endsSession(code)) return;
  const here = `${window.location.pathname}${window.location.search}`;
  const page = code === "signed_out" ? "/sign-in" : "/session-ended";
  window.location.assign(`${page}?redirect_url=${encodeURIComponent(here)}`);
}
