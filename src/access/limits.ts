/** Most calls in one HTTP batch; the client splits larger ones, the server refuses them. */
export const batchLimit = 10;
/** Streams that one person may have open at one process: as many pages as anybody looks at. */
export const streamLimit = 10;
