import { parseArgs } from "node:util";
import { isLoopbackUrl } from "../loopback.ts";

export const USAGE = `Starts a local Clerk on this machine's loopback addresses, for the project in this folder.

  --port <n>          4010 (CLERK_LOCAL_PORT); 0 takes any free one
  --data <folder>     .local/clerk (CLERK_LOCAL_DATA): keys and state; keep it out of version control
  --app <origin>      http://localhost:3000 (APP_URL)
  --webhook <url>     <app>/api/webhooks/clerk; "none" sends no webhooks
  --retry <factor>    1: the published retry schedule, scaled
  --seed <file>       people, organizations, roles and settings to have, as JSON
  --arrangement <a>   direct or proxy: which environment variables the application gets
  --format <f>        env or json: how they are printed
  --write-env <file>  writes them there, too, and leaves its other lines as they are
  --force             replaces other values of theirs in that file without asking
  --schema            prints the JSON schema of a seed file, and ends
  --hash-password     reads a password from standard input, prints its hash for a seed file, and ends
  --help              prints this`;

export interface Options {
  readonly port: number;
  readonly dataDir: string;
  readonly appUrl: string;
  readonly webhookUrl: string | null;
  readonly retryFactor: number;
  readonly seedFile: string | null;
  readonly arrangement: "direct" | "proxy";
  readonly format: "env" | "json";
  readonly envFile: string | null;
  readonly force: boolean;
}

export type Command =
  | { readonly kind: "help" | "schema" | "hash-password" }
  | { readonly kind: "start"; readonly options: Options };

/** The command line, or what is wrong with it. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws UsageError */
export function readCommand(args: readonly string[], env: Environment): Command {
  const values = parse(args);
  if (values.help) return { kind: "help" };
  if (values.schema) return { kind: "schema" };
  if (values["hash-password"]) return { kind: "hash-password" };
  const appUrl = readOrigin("--app", values.app ?? (env["APP_URL"] || "http://localhost:3000"));
  return {
    kind: "start",
    options: {
      port: readPort(values.port ?? (env["CLERK_LOCAL_PORT"] || "4010")),
      dataDir: values.data ?? (env["CLERK_LOCAL_DATA"] || ".local/clerk"),
      appUrl,
      webhookUrl: readWebhook(values.webhook ?? `${appUrl}/api/webhooks/clerk`),
      retryFactor: readFactor(values.retry ?? "1"),
      seedFile: values.seed ?? null,
      arrangement: oneOf("--arrangement", ["direct", "proxy"], values.arrangement ?? "direct"),
      format: oneOf("--format", ["env", "json"], values.format ?? "env"),
      envFile: values["write-env"] ?? null,
      force: values.force ?? false,
    },
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: "string" },
        data: { type: "string" },
        app: { type: "string" },
        webhook: { type: "string" },
        retry: { type: "string" },
        seed: { type: "string" },
        arrangement: { type: "string" },
        format: { type: "string" },
        "write-env": { type: "string" },
        force: { type: "boolean" },
        schema: { type: "boolean" },
        "hash-password": { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    // Its first sentence names the option; the rest explains positional arguments, of which there are none here.
    const [text = ""] = (error instanceof Error ? error.message : String(error)).split(". ");
    throw new UsageError(text);
  }
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`--port takes a number from 0 to 65535, not "${text}"`);
}

function readOrigin(option: string, text: string): string {
  // The application's own variable may name several; the first is where it is.
  const [first = ""] = text.split(",");
  const url = URL.canParse(first) ? new URL(first) : null;
  if (url && /^https?:$/.test(url.protocol) && url.pathname === "/" && !url.search)
    return url.origin;
  throw new UsageError(`${option} takes an origin like http://localhost:3000, not "${text}"`);
}

function readWebhook(text: string): string | null {
  if (text === "none") return null;
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new UsageError(`--webhook takes an http address or "none", not "${text}"`);
  }
  if (isLoopbackUrl(text)) return text;
  throw new UsageError(
    `--webhook takes an address of this machine or "none": nothing is sent elsewhere, and "${text}" is elsewhere`,
  );
}

function readFactor(text: string): number {
  const factor = Number(text);
  if (text.trim() !== "" && Number.isFinite(factor) && factor > 0) return factor;
  throw new UsageError(`--retry takes a positive number, not "${text}"`);
}

function oneOf<T extends string>(option: string, allowed: readonly T[], text: string): T {
  const found = allowed.find((one) => one === text);
  if (found) return found;
  throw new UsageError(`${option} takes ${allowed.join(" or ")}, not "${text}"`);
}
