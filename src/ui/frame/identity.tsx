import { ClerkProvider } from "@clerk/nextjs";
import type { ComponentProps, ReactNode } from "react";

/** Clerk's components in our colours: it takes CSS variables, so light and dark follow by themselves. */
const appearance: ComponentProps<typeof ClerkProvider>["appearance"] = {
  variables: {
    colorPrimary: "var(--accent)",
    colorPrimaryForeground: "var(--on-accent)",
    colorBackground: "var(--raised)",
    colorForeground: "var(--text)",
    colorMuted: "var(--subtle)",
    colorMutedForeground: "var(--muted)",
    colorInput: "var(--surface)",
    colorInputForeground: "var(--text)",
    colorBorder: "var(--border-strong)",
    colorNeutral: "var(--text)",
    colorRing: "var(--accent)",
    colorDanger: "var(--danger)",
    colorSuccess: "var(--success)",
    colorWarning: "var(--warning)",
    fontFamily: "var(--font-geist-sans), ui-sans-serif, system-ui, sans-serif",
    borderRadius: "6px",
  },
};

/** Who is signed in, for the pages below. Public pages are outside and load none of it. */
export function IdentityProvider({ children }: { children: ReactNode }) {
  return (
    <ClerkProvider
      appearance={appearance}
      signInUrl="/sign-in"
      signUpUrl="/sign-up"
      signInFallbackRedirectUrl="/dashboard"
      signUpFallbackRedirectUrl="/dashboard"
      afterSignOutUrl="/"
    >
      {children}
    </ClerkProvider>
  );
}
