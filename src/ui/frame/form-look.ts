/** Clerk's cards on pages of their own: by border, not by shadow, like our own. */
export const formLook = {
  elements: {
    rootBox: { width: "100%" },
    cardBox: {
      width: "100%",
      boxShadow: "none",
      border: "1px solid var(--gh-border)",
      borderRadius: "8px",
    },
    card: { boxShadow: "none" },
  },
};
