/**
 * One row of each table that is the caller's own and one that is foreign, and statements that reach exactly one of them. The
 * caller is user_own, active in org_own. A table that is not here fails the matrix.
 *
 * What own and foreign mean: a tenant's row is in org_own or org_foreign; a person is the caller, or somebody who shares no
 * organization with them and has published nothing; a post is the caller's published one, or a stranger's draft; a membership is
 * the caller's own in org_own, or a stranger's in org_foreign. The tables that no gate but the sync and the administrators
 * reaches belong to nobody: own and foreign are two rows.
 */
export interface TableRows {
  /** Matches the one row; reads nothing but key columns, which every role that may read at all may read. */
  readonly own: string;
  readonly foreign: string;
  /** A column that whoever may update at all may update, set to what it is. */
  readonly update: string;
  /** Columns and values of a new row that would belong to the same as the row above. */
  readonly insert: { readonly columns: string; readonly own: string; readonly foreign: string };
}

const byId = (own: string, foreign: string) => ({
  own: `"id" = '${own}'`,
  foreign: `"id" = '${foreign}'`,
});
const byTenant = (id: string) => ({
  own: `"organizationId" = 'org_own' AND "id" = '${id}_own'`,
  foreign: `"organizationId" = 'org_foreign' AND "id" = '${id}_foreign'`,
});

export const tableRows: Readonly<Record<string, TableRows>> = {
  User: {
    ...byId("user_own", "user_foreign"),
    update: `"name" = 'n'`,
    insert: { columns: `"id"`, own: `'user_new1'`, foreign: `'user_new2'` },
  },
  Organization: {
    ...byId("org_own", "org_foreign"),
    update: `"name" = 'n'`,
    insert: { columns: `"id"`, own: `'org_new1'`, foreign: `'org_new2'` },
  },
  Membership: {
    own: `"organizationId" = 'org_own' AND "userId" = 'user_own'`,
    foreign: `"organizationId" = 'org_foreign' AND "userId" = 'user_foreign'`,
    update: `"role" = 'org:admin'`,
    insert: {
      columns: `"organizationId", "userId"`,
      own: `'org_own', 'user_spare'`,
      foreign: `'org_foreign', 'user_spare'`,
    },
  },
  Invitation: {
    ...byId("orginv_1", "orginv_2"),
    update: `"role" = 'org:admin'`,
    insert: {
      columns: `"id", "organizationId"`,
      own: `'orginv_3', 'org_own'`,
      foreign: `'orginv_4', 'org_foreign'`,
    },
  },
  ClerkRole: {
    ...byId("role_1", "role_2"),
    update: `"name" = 'n'`,
    insert: { columns: `"id", "key"`, own: `'role_3', 'org:n'`, foreign: `'role_4', 'org:n'` },
  },
  ClerkPermission: {
    ...byId("perm_1", "perm_2"),
    update: `"name" = 'n'`,
    insert: { columns: `"id", "key"`, own: `'perm_3', 'org:n:n'`, foreign: `'perm_4', 'org:n:n'` },
  },
  ClerkInstance: {
    ...byId("ins_1", "ins_2"),
    update: `"firstSeenAt" = now()`,
    insert: { columns: `"id"`, own: `'ins_3'`, foreign: `'ins_4'` },
  },
  EndedSession: {
    ...byId("sess_1", "sess_2"),
    update: `"sourceTimestamp" = 1`,
    insert: {
      columns: `"id", "userId"`,
      own: `'sess_3', 'user_own'`,
      foreign: `'sess_4', 'user_foreign'`,
    },
  },
  Project: {
    ...byTenant("project"),
    update: `"name" = 'n'`,
    insert: {
      columns: `"organizationId", "name", "createdById"`,
      own: `'org_own', 'n', 'user_own'`,
      foreign: `'org_foreign', 'n', 'user_own'`,
    },
  },
  Task: {
    ...byTenant("task"),
    update: `"title" = 'n'`,
    insert: {
      columns: `"organizationId", "projectId", "title", "createdById"`,
      own: `'org_own', 'project_own', 'n', 'user_own'`,
      foreign: `'org_foreign', 'project_foreign', 'n', 'user_own'`,
    },
  },
  Post: {
    ...byId("post_own", "post_foreign"),
    update: `"title" = 'n'`,
    insert: {
      columns: `"authorId", "slug", "title", "body"`,
      own: `'user_own', 'new-1', 'n', ''`,
      foreign: `'user_foreign', 'new-2', 'n', ''`,
    },
  },
  AuditEvent: {
    ...byId("audit_own", "audit_foreign"),
    update: `"action" = 'n'`,
    insert: {
      columns: `"organizationId", "gate", "action", "outcome", "chainId", "sequence", "previousHash", "hash"`,
      own: `'org_own', 'org', 'n', 'done', 'org:org_own', 2, '', ''`,
      foreign: `'org_foreign', 'org', 'n', 'done', 'org:org_foreign', 2, '', ''`,
    },
  },
  AuditChain: {
    ...byId("org:org_own", "org:org_foreign"),
    update: `"hash" = ''`,
    insert: {
      columns: `"id", "sequence", "hash"`,
      own: `'user:user_own', 1, ''`,
      foreign: `'user:user_foreign', 1, ''`,
    },
  },
  WebhookDelivery: {
    ...byId("msg_1", "msg_2"),
    update: `"attempts" = 1`,
    insert: {
      columns: `"id", "type", "status", "payload"`,
      own: `'msg_3', 't', 'applied', '{}'`,
      foreign: `'msg_4', 't', 'applied', '{}'`,
    },
  },
  SyncRun: {
    ...byId("run_1", "run_2"),
    update: `"done" = 1`,
    insert: {
      columns: `"id", "kind", "startedBy"`,
      own: `'run_3', 'reconcile', 'user_own'`,
      foreign: `'run_4', 'reconcile', 'user_foreign'`,
    },
  },
  ClerkCommand: {
    ...byId("command_1", "command_2"),
    update: `"status" = 'done'`,
    insert: {
      columns: `"id", "action", "gate", "actorId", "organizationId"`,
      own: `'command_3', 'member.remove', 'org', 'user_own', 'org_own'`,
      foreign: `'command_4', 'member.remove', 'org', 'user_foreign', 'org_foreign'`,
    },
  },
};

/** As the owner. */
export const seedRows = `
  INSERT INTO "public"."User" ("id") VALUES ('user_own'), ('user_foreign'), ('user_spare');
  INSERT INTO "public"."Organization" ("id") VALUES ('org_own'), ('org_foreign');
  INSERT INTO "public"."Membership" ("organizationId", "userId", "role") VALUES
    ('org_own', 'user_own', 'org:admin'), ('org_foreign', 'user_foreign', 'org:admin');
  INSERT INTO "public"."EndedSession" ("id", "userId") VALUES ('sess_1', 'user_own'), ('sess_2', 'user_foreign');
  INSERT INTO "public"."Project" ("organizationId", "id", "name", "createdById") VALUES
    ('org_own', 'project_own', 'p', 'user_own'), ('org_foreign', 'project_foreign', 'p', 'user_foreign');
  INSERT INTO "public"."Task" ("organizationId", "id", "projectId", "title", "createdById") VALUES
    ('org_own', 'task_own', 'project_own', 't', 'user_own'), ('org_foreign', 'task_foreign', 'project_foreign', 't', 'user_foreign');
  INSERT INTO "public"."Post" ("id", "authorId", "slug", "title", "body", "status", "publishedAt") VALUES
    ('post_own', 'user_own', 'own', 't', 'b', 'published', now()), ('post_foreign', 'user_foreign', 'foreign', 't', 'b', 'draft', NULL);
  INSERT INTO "public"."AuditEvent" ("id", "organizationId", "gate", "action", "outcome", "chainId", "sequence", "previousHash", "hash") VALUES
    ('audit_own', 'org_own', 'org', 'n', 'done', 'org:org_own', 1, '', ''), ('audit_foreign', 'org_foreign', 'org', 'n', 'done', 'org:org_foreign', 1, '', '');
  INSERT INTO "public"."AuditChain" ("id", "sequence", "hash") VALUES ('org:org_own', 1, ''), ('org:org_foreign', 1, '');
  INSERT INTO "public"."WebhookDelivery" ("id", "type", "status", "payload") VALUES
    ('msg_1', 't', 'applied', '{}'), ('msg_2', 't', 'applied', '{}');
  INSERT INTO "public"."Invitation" ("id", "organizationId") VALUES ('orginv_1', 'org_own'), ('orginv_2', 'org_foreign');
  INSERT INTO "public"."ClerkRole" ("id", "key") VALUES ('role_1', 'org:one'), ('role_2', 'org:two');
  INSERT INTO "public"."ClerkPermission" ("id", "key") VALUES ('perm_1', 'org:one:read'), ('perm_2', 'org:two:read');
  INSERT INTO "public"."ClerkInstance" ("id") VALUES ('ins_1'), ('ins_2');
  INSERT INTO "public"."SyncRun" ("id", "kind", "startedBy") VALUES ('run_1', 'reconcile', 'user_own'), ('run_2', 'reconcile', 'user_foreign');
  INSERT INTO "public"."ClerkCommand" ("id", "action", "gate", "actorId", "organizationId") VALUES
    ('command_1', 'member.remove', 'org', 'user_own', 'org_own'), ('command_2', 'member.remove', 'org', 'user_foreign', 'org_foreign');`;
