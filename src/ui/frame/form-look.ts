/** Clerk's forms as a page's own content: no card, set to the left. */
export const pageLook = {
  elements: {
    rootBox: { width: "100%" },
    cardBox: {
      width: "100%",
      boxShadow: "none",
      border: "none",
      borderRadius: 0,
      overflow: "visible",
    },
    card: {
      padding: 0,
      boxShadow: "none",
      background: "transparent",
      border: "none",
      overflow: "visible",
    },
    header: { textAlign: "left", alignItems: "stretch" },
    headerTitle: { fontSize: "1.5rem", lineHeight: 1.25, letterSpacing: "-0.02em" },
    headerSubtitle: { fontSize: "0.875rem" },
    footer: {
      background: "transparent",
      marginTop: "1.5rem",
      alignItems: "flex-start",
      "& > *, & > * > *": {
        alignSelf: "flex-start",
        alignItems: "flex-start",
        paddingInline: "0 !important",
        marginInline: "0 !important",
      },
    },
    footerAction: { padding: 0, margin: 0, justifyContent: "flex-start" },
  },
} as const;

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
