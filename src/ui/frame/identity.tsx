import { ClerkProvider } from "@clerk/nextjs";
import { headers } from "next/headers";
import type { ComponentProps, ReactNode } from "react";
import { NetworkNotice } from "./network-notice";

/** Clerk's components in our colours: it takes CSS variables, so light and dark follow by themselves. */
// Important, for what Clerk derives from the colour of borders is too faint to be seen as a field.
const fieldEdge =
  "inset 0 0 0 1px color-mix(in srgb, var(--gh-border-strong) 60%, transparent) !important";

const appearance: ComponentProps<typeof ClerkProvider>["appearance"] = {
  variables: {
    colorPrimary: "var(--gh-accent)",
    colorPrimaryForeground: "var(--gh-on-accent)",
    colorBackground: "var(--gh-raised)",
    colorForeground: "var(--gh-text)",
    colorMuted: "var(--gh-subtle)",
    colorMutedForeground: "var(--gh-muted)",
    colorInput: "var(--gh-surface)",
    colorInputForeground: "var(--gh-text)",
    colorBorder: "var(--gh-border-strong)",
    colorNeutral: "var(--gh-text)",
    colorRing: "var(--gh-accent)",
    colorDanger: "var(--gh-danger)",
    colorSuccess: "var(--gh-success)",
    colorWarning: "var(--gh-warning)",
    fontFamily: "var(--font-geist-sans), ui-sans-serif, system-ui, sans-serif",
    borderRadius: "6px",
  },
  // Clerk's own sign of it floats over the page, and leads to its sign-out: ours stands in the page (impersonation-banner.tsx).
  elements: {
    impersonationFab: { display: "none" },
    // Its own grey is too faint on our surfaces to be read.
    badge: { color: "var(--gh-muted)", background: "var(--gh-subtle)" },
    // Titles, fields and buttons as our own have them: src/ui/field.tsx, src/ui/button.tsx.
    headerTitle: { fontWeight: 600, letterSpacing: "-0.01em" },
    formFieldInput: {
      minHeight: "2.25rem",
      border: "none",
      boxShadow: fieldEdge,
      "&:hover, &:focus": { boxShadow: fieldEdge },
      "&:focus-visible": {
        outline: "2px solid var(--gh-accent) !important",
        outlineOffset: "2px",
      },
    },
    formButtonPrimary: {
      minHeight: "2.25rem",
      fontSize: "0.875rem",
      fontWeight: 500,
      background: "var(--gh-accent)",
      border: "none",
      boxShadow: "none",
      "&::before, &::after": { display: "none" },
      "&:hover": { background: "var(--gh-accent-hover)" },
    },
    buttonArrowIcon: { display: "none" },
    organizationPreviewMainIdentifier: { color: "var(--gh-text)", fontWeight: 500 },
    // The pages that these stand in have a heading of their own.
    navbar: { "& h1": { fontSize: "1rem", letterSpacing: "-0.01em" } },
    navbarButton: { "&[data-active]": { background: "var(--gh-subtle)", color: "var(--gh-text)" } },
  },
};

/** Who is signed in, for the pages below. Public pages are outside and load none of it. */
export async function IdentityProvider({ children }: { children: ReactNode }) {
  // Of this answer's policy (middleware.ts): without it Clerk's script would not run.
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <ClerkProvider
      nonce={nonce}
      appearance={appearance}
      signInUrl="/sign-in"
      signUpUrl="/sign-up"
      signInFallbackRedirectUrl="/dashboard"
      signUpFallbackRedirectUrl="/onboarding"
      afterSignOutUrl="/"
    >
      {children}
      <NetworkNotice />
    </ClerkProvider>
  );
}
