import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import pg from "pg";
import { CommandError } from "./failure.ts";
import { withLock } from "./lock.ts";

/** What the login role is allowed to become, statement by statement. */
const GATES = ["gate_public", "gate_user", "gate_org", "gate_admin", "gate_sync"] as const;
/** What it is at all times: it may call app.enter. */
const ENTRY = "gate_entry";

const LIMITS = {
  statement_timeout: "10s",
  lock_timeout: "3s",
  idle_in_transaction_session_timeout: "15s",
} as const;

export interface LoginOptions {
  ownerUrl: string;
  /** DATABASE_URL: the name and the password of the role are taken from it. */
  loginUrl: string;
  onProgress?: (text: string) => void;
}

/** Creates the application's login role, or brings it and its password up to date. Returns its name. */
export async function createLogin(options: LoginOptions): Promise<string> {
  const { user, password } = readCredentials(options.loginUrl);
  await withLock(options.ownerUrl, options.onProgress, async (client) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await client.query("BEGIN");
        await apply(client, user, password);
        await client.query("COMMIT");
        return;
      } catch (error) {
        await client.query("ROLLBACK");
        // Roles belong to the whole cluster, and our lock only to this database: another one may be at the same role.
        const met =
          error instanceof pg.DatabaseError &&
          ["XX000", "23505", "42710"].includes(error.code ?? "");
        if (!met || attempt === 5) throw error;
      }
    }
  });
  return user;
}

function readCredentials(loginUrl: string): { user: string; password: string } {
  const url = new URL(loginUrl);
  const user = decodeURIComponent(url.username);
  const password = decodeURIComponent(url.password);
  if (user === "" || password === "") {
    throw new CommandError("DATABASE_URL must name the application's login role and its password.");
  }
  if (!/^[\x20-\x7e]+$/.test(password)) {
    throw new CommandError(
      "The password in DATABASE_URL must be plain ASCII: clients disagree on how to read others.",
    );
  }
  return { user, password };
}

/** The form in which the server keeps a password, so that the password itself is never sent or logged. */
function scramVerifier(password: string): string {
  const iterations = 4096;
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, "sha256");
  const hmac = (text: string) => createHmac("sha256", salted).update(text).digest();
  const stored = createHash("sha256").update(hmac("Client Key")).digest("base64");
  const server = hmac("Server Key").toString("base64");
  return `SCRAM-SHA-256$${iterations}:${salt.toString("base64")}$${stored}:${server}`;
}

async function apply(client: pg.Client, user: string, password: string): Promise<void> {
  const role = client.escapeIdentifier(user);
  await checkGates(client);
  if (await checkExisting(client, user)) {
    await client.query(`ALTER ROLE ${role} LOGIN NOINHERIT`);
  } else {
    await client.query(
      `CREATE ROLE ${role} LOGIN NOINHERIT NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION`,
    );
  }
  await client.query(
    `ALTER ROLE ${role} PASSWORD ${client.escapeLiteral(scramVerifier(password))}`,
  );
  await client.query(`GRANT ${ENTRY} TO ${role} WITH INHERIT TRUE, SET FALSE`);
  await client.query(`GRANT ${GATES.join(", ")} TO ${role} WITH INHERIT FALSE, SET TRUE`);
  for (const [name, value] of Object.entries(LIMITS)) {
    await client.query(`ALTER ROLE ${role} SET ${name} = '${value}'`);
  }
  await grantConnect(client, user);
}

async function checkGates(client: pg.Client): Promise<void> {
  const wanted = [ENTRY, ...GATES];
  const { rows } = await client.query<{ rolname: string }>(
    "SELECT rolname FROM pg_roles WHERE rolname = ANY ($1)",
    [wanted],
  );
  const absent = wanted.filter((name) => !rows.some((row) => row.rolname === name));
  if (absent.length > 0) {
    throw new CommandError(
      `The roles ${absent.join(", ")} do not exist yet. Run npm run db -- deploy first.`,
    );
  }
}

/** Whether the role is there already; one that could do more than the application may is refused, not tamed. */
async function checkExisting(client: pg.Client, user: string): Promise<boolean> {
  const { rows } = await client.query<Record<string, boolean | string[]>>(
    `SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication,
            rolname = current_user AS "isOwner",
            ARRAY(SELECT g.rolname::text FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
                  WHERE m.member = r.oid AND g.rolname <> ALL ($2)) AS memberships
     FROM pg_roles r WHERE rolname = $1`,
    [user, [ENTRY, ...GATES]],
  );
  const found = rows[0];
  if (found === undefined) return false;
  const { memberships, ...flags } = found;
  const reasons = Object.entries(flags)
    .filter(([, value]) => value === true)
    .map(([name]) => name);
  if (Array.isArray(memberships)) {
    reasons.push(...memberships.map((name) => `member of ${name}`));
  }
  if (reasons.length > 0) {
    throw new CommandError(
      `The role ${user} of DATABASE_URL may do more than the application should (${reasons.join(", ")}). ` +
        `Choose another name in DATABASE_URL, or take that away first.`,
    );
  }
  return true;
}

async function grantConnect(client: pg.Client, user: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>("SELECT current_database() AS name");
  const database = client.escapeIdentifier(rows[0]?.name ?? "");
  // Gates belong to the cluster: without this the login role of any other Gatehouse in it could enter here. Whoever does not
  // own the database is told so below.
  await client.query(`REVOKE CONNECT, TEMPORARY ON DATABASE ${database} FROM PUBLIC`);
  await client.query(`GRANT CONNECT ON DATABASE ${database} TO ${client.escapeIdentifier(user)}`);
  const allowed = await client.query<{ allowed: boolean }>(
    "SELECT has_database_privilege($1, current_database(), 'CONNECT') AS allowed",
    [user],
  );
  if (!allowed.rows[0]?.allowed) {
    throw new CommandError(
      `The role of DATABASE_OWNER_URL may not let ${user} connect to ${database}: it must own the database.`,
    );
  }
}
