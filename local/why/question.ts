import { parseArgs } from "node:util";
import { NoAnswer } from "./failure.ts";

/** Who asks for what, and what a mirror cannot tell of their token. */
export interface Question {
  readonly procedure: string;
  /** An address, a user's id, or null for nobody. */
  readonly as: string | null;
  /** A slug or an id; null for a token without an organization. */
  readonly organization: string | null;
  /** What the token says, where it is not what the mirror knows. */
  readonly role: string | null;
  readonly permissions: readonly string[] | null;
  readonly platformAdmin: boolean | null;
  /** Seconds since the epoch. */
  readonly issuedAt: number | null;
  readonly sessionId: string | null;
  readonly impersonatedBy: string | null;
  /** How long before the token was issued they proved who they are. */
  readonly provenMinutesAgo: number;
  /** Takes an id that the mirror does not know as it is: its webhook is late. */
  readonly unmirrored: boolean;
}

export const help = `npm run why -- --as <person> [--org <organization>] <procedure>

  Says whether that person may call the procedure, and why: the router, the token, the handle's type, the gate,
  the database's entry and its policies, each with the line where it is written.

  --as <person>              an e-mail address, a user's id, or "nobody"
  --org <organization>       the active organization of their session: a slug or an id

What their session token says, where it is not what a new one would
  --role <role>              their role in the organization, such as org:admin
  --permissions <a,b>        their permissions (only where the token's own decide, src/access/roles.ts)
  --platform-admin <yes|no>  whether it calls them a platform administrator
  --token-age <age>          how long ago it was issued: 90s, 5m, 2h, 1d
  --issued-at <time>         or when: 2026-11-23T10:00:00Z, or seconds since 1970
  --session <id>             the session's id
  --impersonated-by <person> who acts as them
  --proven <age>             how long before they proved who they are (not set: just then)
  --unmirrored               take ids that the database does not know: the webhook is late

  --all                      what the handle grants besides, too
  --json                     everything, for programs

Environment
  DATABASE_URL               the application's role (not set: the local PostgreSQL of this checkout)

Nothing is changed: the entry runs in a transaction that is rolled back.
Ends with 0 when the call is allowed, 1 when it is refused, 2 when there is no answer or it was called wrongly.
`;

/** Called wrongly. */
export class Misuse extends NoAnswer {}

const options = {
  as: { type: "string" },
  org: { type: "string" },
  role: { type: "string" },
  permissions: { type: "string" },
  "platform-admin": { type: "string" },
  "token-age": { type: "string" },
  "issued-at": { type: "string" },
  session: { type: "string" },
  "impersonated-by": { type: "string" },
  proven: { type: "string" },
  unmirrored: { type: "boolean" },
  all: { type: "boolean" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

export type Request =
  | { readonly kind: "help" }
  | { readonly kind: "ask"; question: Question; all: boolean; json: boolean };

/** @throws Misuse */
export function readRequest(words: readonly string[], now: Date): Request {
  const { values, positionals } = parse(words);
  if (values.help) return { kind: "help" };
  const [procedure, ...more] = positionals;
  if (procedure === undefined || more.length > 0) throw new Misuse("Name one procedure.");
  if (values.as === undefined) throw new Misuse("Say who calls: --as <person>, or --as nobody.");
  if (values["token-age"] !== undefined && values["issued-at"] !== undefined)
    throw new Misuse("--token-age and --issued-at say the same; give one of them.");
  const age = values["token-age"];
  const question: Question = {
    procedure,
    as: values.as === "nobody" ? null : values.as,
    organization: values.org ?? null,
    role: values.role ?? null,
    permissions: values.permissions?.split(",").filter((each) => each !== "") ?? null,
    platformAdmin: readYesNo(values["platform-admin"]),
    issuedAt: age === undefined ? readTime(values["issued-at"]) : seconds(now) - readAge(age),
    sessionId: values.session ?? null,
    impersonatedBy: values["impersonated-by"] ?? null,
    provenMinutesAgo: Math.floor(readAge(values.proven ?? "0s", "--proven") / 60),
    unmirrored: values.unmirrored ?? false,
  };
  if (question.organization === null && question.role !== null)
    throw new Misuse("--role is a role in an organization: --org <organization>.");
  if (question.as === null && saysMore(question))
    throw new Misuse("Nobody has no token, so there is nothing to say of it.");
  return { kind: "ask", question, all: values.all ?? false, json: values.json ?? false };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new Misuse(error instanceof Error ? error.message : String(error));
  }
}

function saysMore(question: Question): boolean {
  const { procedure: _procedure, as: _as, ...rest } = question;
  return Object.values(rest).some((value) => value !== null && value !== false && value !== 0);
}

export function seconds(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}

function readYesNo(text: string | undefined): boolean | null {
  if (text === undefined) return null;
  if (text === "yes" || text === "no") return text === "yes";
  throw new Misuse("--platform-admin is yes or no.");
}

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

function readAge(text: string, option = "--token-age"): number {
  const [, amount, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  const factor = unit === undefined ? undefined : unitSeconds[unit];
  if (factor === undefined) throw new Misuse(`${option} is a number and s, m, h or d: 90s, 5m.`);
  return Number(amount) * factor;
}

function readTime(text: string | undefined): number | null {
  if (text === undefined) return null;
  const time = /^\d{9,11}$/.test(text) ? new Date(Number(text) * 1000) : new Date(text);
  if (Number.isNaN(time.getTime()))
    throw new Misuse("--issued-at is a time such as 2026-11-23T10:00:00Z, or seconds since 1970.");
  return seconds(time);
}
