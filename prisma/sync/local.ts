import { join, resolve } from "node:path";
import { clerkEnvironment } from "../../local/clerk/arrangements.ts";
import { loadKeys } from "../../local/clerk/keys/keys.ts";
import { borrowLocalPostgres } from "../../local/postgres/borrow.ts";
import { planStack } from "../../local/stack/environment.ts";
import { findHolder } from "../../local/stack/lock.ts";
import { loginUrlOf } from "../../local/stack/login.ts";
import { CommandError } from "../command/failure.ts";

/** Points this process at what `npm run dev` started, as far as the environment names nothing of its own. */
export async function useLocalStack(): Promise<void> {
  const plan = planStack(process.env);
  const folder = resolve(process.env["LOCAL_DIR"] || ".local");
  if (plan.database === "given" && plan.clerk === "given") return;
  const stack = findHolder(folder);
  const clerk = findHolder(join(folder, "clerk"));
  if (!stack?.url || (plan.clerk === "local" && !clerk?.url))
    throw new CommandError(
      "Neither DATABASE_URL and Clerk's keys are set, nor does npm run dev run here. See .env.example.",
      2,
    );
  process.env["APP_URL"] ||= stack.url;
  if (plan.database === "local") {
    const { ownerUrl } = await borrowLocalPostgres(join(folder, "postgres"));
    process.env["DATABASE_URL"] = loginUrlOf(ownerUrl, folder);
  }
  if (plan.clerk === "local" && clerk?.url) {
    const keys = await loadKeys(join(folder, "clerk"));
    const address = {
      url: clerk.url,
      secretKey: keys.secretKey,
      webhookSecret: keys.webhookSecret,
      jwtKey: keys.signing.publicPem,
    };
    Object.assign(process.env, clerkEnvironment(address, "direct"));
  }
}
