/** What opens above the page: one elevation for all, and a short movement that says where it came from. */
export const popupClass =
  "rounded-card border bg-raised text-text shadow-elevation outline-none transition-[opacity,scale] duration-100 ease-out data-ending-style:scale-[0.98] data-ending-style:opacity-0 data-starting-style:scale-[0.98] data-starting-style:opacity-0";

export const backdropClass =
  "fixed inset-0 z-40 bg-backdrop transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0";
