/** Most calls in one HTTP batch; the client splits larger ones, the server refuses them. */
export const batchLimit = 10;
