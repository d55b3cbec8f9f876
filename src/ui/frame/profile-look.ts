/** Clerk's profile cards inside our pages: as wide as the page, by border, in our colours. */
export const profileLook = {
  elements: {
    rootBox: { width: "100%" },
    cardBox: {
      width: "100%",
      maxWidth: "100%",
      height: "auto",
      minHeight: "26rem",
      boxShadow: "none",
      border: "1px solid var(--gh-border)",
      borderRadius: "8px",
    },
    scrollBox: { background: "var(--gh-surface)" },
    navbar: { background: "var(--gh-background)" },
  },
};
