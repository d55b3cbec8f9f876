import { createServer } from "node:http";
import pg from "pg";

/** What the machine, Node and PostgreSQL cost by themselves: no authentication, no framework, whatever id the address names. */
const pool = new pg.Pool({ connectionString: process.env["DATABASE_URL"] });
const statement = `
  SELECT "id", "projectId", "title", "doneAt", "assigneeId", "createdById", "createdAt"
  FROM "Task" WHERE "organizationId" = $1 AND "projectId" = $2 ORDER BY "createdAt", "id"`;

const server = createServer((request, response) => {
  const url = new URL(request.url ?? "/", "http://localhost");
  if (url.pathname === "/health") {
    response.end("ok");
    return;
  }
  const { organization, project } = Object.fromEntries(url.searchParams);
  pool
    .query({ name: "tasks", text: statement, values: [organization, project] })
    .then(({ rows }) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(rows));
    })
    .catch((error: unknown) => {
      console.error(error);
      response.statusCode = 500;
      response.end();
    });
});

server.listen(Number(process.env["PORT"]), "localhost");
