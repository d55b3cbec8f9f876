import { Show } from "@clerk/nextjs";

/**
 * Who may change what the settings show. Those pages are Clerk's and follow Clerk's own roles, so Clerk is asked, on the server: the
 * sentence is there with the page. It is a sentence and no gate; what is not allowed, Clerk refuses.
 */
export function WhoMayChange() {
  return (
    <Show when={{ role: "org:admin" }} fallback="Only an admin may change them.">
      You may change them.
    </Show>
  );
}
