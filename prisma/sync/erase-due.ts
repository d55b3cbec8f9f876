import { eraseDueTenants } from "@/src/server/sync/housekeeping/tenants";

/** Erases what deleted organizations left, where the hold-back is over; ids and counts on standard error as it goes. */
export async function eraseDue(): Promise<number> {
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once("SIGINT", interrupt);
  const { organizations, rows } = await eraseDueTenants({
    signal: stop.signal,
    onProgress: (id, so) => process.stderr.write(`${id}: ${so.rows} rows so far\n`),
  });
  process.removeListener("SIGINT", interrupt);
  process.stdout.write(`Erased ${rows} rows of ${organizations} deleted organizations.\n`);
  if (!stop.signal.aborted) return 0;
  process.stderr.write("Interrupted; the same command goes on.\n");
  return 130;
}
