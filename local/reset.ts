import { InUse, resetData } from "./stack/reset.ts";
import { dataFolder, shownFolder } from "./stack/run.ts";

try {
  const result = await resetData(dataFolder());
  console.log(
    result === "removed"
      ? `Removed ${shownFolder()}: the local database, the local Clerk's accounts and keys. The next \`npm run dev\` makes them anew.`
      : `Nothing to remove: there is no ${shownFolder()}.`,
  );
  if (process.env["DATABASE_URL"]) console.log("Your own database (DATABASE_URL) was not touched.");
} catch (error) {
  if (!(error instanceof InUse)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
