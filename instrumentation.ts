/** Runs once when the server starts, before the first request. */
export async function register(): Promise<void> {
  // Next replaces NEXT_RUNTIME while building; the other runtime has no database.
  if (process.env["NEXT_RUNTIME"] === "nodejs") {
    const { startServing } = await import("@/src/server/start");
    await startServing();
  }
}
