"use client";

import { useTheme } from "next-themes";
import { Toaster } from "sonner";

/** Short messages about what just happened, in the corner; read out by screen readers. */
export function Notices() {
  const { resolvedTheme } = useTheme();
  return (
    <Toaster
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      position="bottom-center"
      closeButton
      toastOptions={{
        style: {
          fontFamily: "inherit",
          background: "var(--gh-raised)",
          color: "var(--gh-text)",
          border: "1px solid var(--gh-border)",
          borderRadius: "8px",
          boxShadow: "var(--gh-elevation)",
        },
        // sonner's own grey is below 4.5:1 on our surfaces.
        descriptionClassName: "!text-muted",
      }}
    />
  );
}
