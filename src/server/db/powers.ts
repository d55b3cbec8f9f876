/** What a role can do besides what it may do with tables, in words. */
export interface Power {
  readonly role: string;
  readonly power: string;
}

/** The functions that run as the owner, whom row security does not bind, and who may call them. The login role has gate_entry's. */
const expected: Readonly<Record<string, readonly string[]>> = {
  gate_entry: ["can call app.audit_refusal(jsonb, text, text, text)", "can call app.enter(jsonb)"],
  gate_user: [
    "can call app.audit(text, text)",
    "can call app.begin_command(jsonb)",
    "can call app.export_person(text, integer)",
  ],
  gate_org: ["can call app.audit(text, text)", "can call app.begin_command(jsonb)"],
  gate_admin: [
    "can call app.ask_run(text, text, boolean, boolean)",
    "can call app.audit(text, text)",
    "can call app.begin_command(jsonb)",
    "can call app.delivery_payload(text)",
    "can call app.export_person(text, integer)",
  ],
  gate_sync: [
    "can call app.erase_person(text, text[], integer)",
    "can call app.settle_command(text, text, text, text)",
    "can call app.erase_tenant(text, integer, integer)",
  ],
};

/** Keep the owner too from changing what was written, and nobody's drafts from outliving them; and tell what has changed. */
const triggers = [
  "AuditChain_stays",
  "AuditEvent_append_only",
  "Post_author_lives",
  // Without them an open stream hears of a revocation seconds later, and a list of no change at all.
  "EndedSession_tells",
  "Membership_tells",
  "Organization_tells",
  "Project_tells",
  "Task_tells",
  "User_tells",
];

const ours = "nspname !~ '^pg_' AND nspname <> 'information_schema'";
const ofExtension = (oid: string) =>
  `EXISTS (SELECT FROM pg_depend d WHERE d.objid = ${oid} AND d.deptype = 'e')`;

/**
 * Gives the Powers of the gates and of the connected role as JSON. `r` is the row of the connected role in pg_roles. What belongs
 * to an extension is the extension's: it says itself who may use it.
 */
export const powerFacts = `
  WITH bound AS (SELECT g.* FROM pg_roles g WHERE g.rolname LIKE 'gate\\_%' OR g.oid = r.oid),
    spaces AS (SELECT n.oid, n.nspname AS name, n.nspowner AS owner FROM pg_namespace n WHERE ${ours}),
    functions AS (SELECT p.*, s.oid AS space, format('%s.%s(%s)', s.name, p.proname, oidvectortypes(p.proargtypes)) AS name
      FROM pg_proc p JOIN spaces s ON s.oid = p.pronamespace WHERE NOT ${ofExtension("p.oid")}),
    elsewhere AS (SELECT c.oid, s.oid AS space, format('%s.%s', s.name, c.relname) AS name
      FROM pg_class c JOIN spaces s ON s.oid = c.relnamespace
      WHERE s.name <> 'public' AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT ${ofExtension("c.oid")}),
    powers AS (
      SELECT b.rolname AS role, 'can create roles' AS power FROM bound b WHERE b.rolcreaterole
      UNION ALL SELECT b.rolname, 'can create databases' FROM bound b WHERE b.rolcreatedb
      UNION ALL SELECT b.rolname, 'can replicate, which reads every row' FROM bound b WHERE b.rolreplication
      UNION ALL SELECT b.rolname, 'can log in' FROM bound b WHERE b.rolcanlogin AND b.oid <> r.oid
      UNION ALL SELECT b.rolname, 'is a member of ' || g.rolname FROM bound b JOIN pg_roles g
        ON g.oid <> b.oid AND pg_has_role(b.oid, g.oid, 'MEMBER') WHERE b.oid <> r.oid OR g.rolname LIKE 'pg\\_%'
      UNION ALL SELECT b.rolname, 'can create in the database' FROM bound b
        WHERE has_database_privilege(b.oid, current_database(), 'CREATE')
      UNION ALL SELECT b.rolname, 'can create in schema ' || s.name FROM bound b, spaces s WHERE has_schema_privilege(b.oid, s.oid, 'CREATE')
      UNION ALL SELECT b.rolname, 'owns schema ' || s.name FROM bound b JOIN spaces s ON pg_has_role(b.oid, s.owner, 'MEMBER')
      UNION ALL SELECT b.rolname, 'owns ' || f.name FROM bound b JOIN functions f ON pg_has_role(b.oid, f.proowner, 'MEMBER')
      UNION ALL SELECT b.rolname, 'can call ' || f.name FROM bound b, functions f
        WHERE f.prosecdef AND f.prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype)
          AND has_schema_privilege(b.oid, f.space, 'USAGE') AND has_function_privilege(b.oid, f.oid, 'EXECUTE')
      UNION ALL SELECT b.rolname, 'has rights on ' || e.name FROM bound b, elsewhere e
        WHERE has_schema_privilege(b.oid, e.space, 'USAGE') AND (has_table_privilege(b.oid, e.oid, 'DELETE, TRUNCATE, TRIGGER')
          OR has_any_column_privilege(b.oid, e.oid, 'SELECT, INSERT, UPDATE, REFERENCES')))
  SELECT coalesce(json_agg(json_build_object('role', role, 'power', power) ORDER BY role, power), '[]') FROM powers`;

/** Gives the names of the triggers on our tables that fire. */
export const triggerFacts = `
  SELECT coalesce(array_agg(t.tgname::text), '{}') FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
  WHERE c.relnamespace = to_regnamespace('public') AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')`;

/**
 * In words: what the gates and the connected role can do past the tables and their policies, and what of ours is missing.
 * @param login the connected role
 */
export function findPowerFaults(
  powers: readonly Power[],
  firing: readonly string[],
  login: string,
): string[] {
  const beyond = powers.filter(
    ({ role, power }) => !expected[role === login ? "gate_entry" : role]?.includes(power),
  );
  const missing = Object.entries(expected).flatMap(([role, needed]) =>
    needed
      .filter((power) => !powers.some((held) => held.role === role && held.power === power))
      .map((power) => `${role} ${power.replace("can", "cannot")}`),
  );
  return [
    ...beyond.map(({ role, power }) => `${role} ${power}, which no role of the application needs`),
    ...missing,
    ...triggers
      .filter((name) => !firing.includes(name))
      .map((name) => `the trigger "${name}" is missing or off`),
  ];
}
