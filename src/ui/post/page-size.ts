/** Server and browser must ask for the same page, or what was prefetched is fetched again. */
export const postPage = 20;
