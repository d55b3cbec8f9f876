import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { expect, it } from "vitest";
import { createContext } from "@/src/server/trpc/context";
import { appRouter } from "@/src/server/trpc/root";
import { useApplication } from "../../support/application.ts";
import { person } from "../../support/principals.ts";
import { readTrail } from "../../support/trail.ts";

const testDatabase = useApplication();

/** Creates a project over HTTP; a caller in process hands over a value, and nothing is there to be unreadable. */
function send(body: string, user: string, role: string): Promise<Response> {
  const context = createContext(person(user, { organization: "org_u", role }));
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    router: appRouter,
    createContext: () => Promise.resolve(context),
    req: new Request("http://localhost:3000/api/trpc/project.create", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    }),
  });
}

it.each([
  ["no JSON", "{"],
  ["nothing", ""],
  ["JSON that is no input", '{"more":1}'],
  ["a type that we do not take", '{"json":{"name":"1"},"meta":{"values":{"name":["bigint"]}}}'],
  ["a time made of an object", '{"json":{"toString":1},"meta":{"values":["Date"]}}'],
  ["a row that no array has", '{"json":{"a":[]},"meta":{"values":{"a.4294967294":["undefined"]}}}'],
])("a mutation leaves its row although its body is %s", async (name, body) => {
  const user = `user_${name.replaceAll(" ", "")}`;
  const answers = [
    (await send(body, user, "org:admin")).status,
    (await send(body, user, "org:member")).status,
  ];
  const rows = await readTrail(testDatabase().ownerUrl, "org:org_u");
  const left = rows.filter(({ actorId }) => actorId === user);
  expect(answers).toEqual([400, 403]);
  expect(left.map(({ outcome, subjectId }) => [outcome, subjectId])).toEqual([
    ["bad_input", null],
    ["permission_missing", null],
  ]);
});
