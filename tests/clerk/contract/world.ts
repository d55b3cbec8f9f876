import type { ClerkClient, Organization, User } from "@clerk/backend";
import { isClerkAPIResponseError } from "@clerk/shared/error";
import { client, type Started, start } from "../start.ts";

export interface CallMade {
  group: string;
  method: string;
  /** What the SDK made of the answer; undefined while there is none, or when the call failed. */
  result?: { value: unknown };
}

/** A local Clerk of its own, the real client, and ways to people and organizations that nothing else uses. */
export interface World {
  clerk: Started;
  api: ClerkClient;
  /** Every call of the client since the beginning. */
  calls: CallMade[];
  /** A name that nobody has yet. */
  unique(prefix: string): string;
  newUser(): Promise<User>;
  newOrganization(createdBy?: string): Promise<Organization>;
}

export const PASSWORD = "gatehouse-local";

/** One pixel. */
export const PICTURE = new Blob(
  [
    Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
      "base64",
    ),
  ],
  { type: "image/png" },
);

export async function makeWorld(): Promise<World> {
  const clerk = await start();
  const calls: CallMade[] = [];
  const api = recording(client(clerk), calls);
  let made = 0;
  const unique = (prefix: string) => `${prefix}${(made += 1)}`;
  return {
    clerk,
    api,
    calls,
    unique,
    newUser: () =>
      api.users.createUser({
        emailAddress: [`${unique("person")}@example.test`],
        password: PASSWORD,
        firstName: "Pat",
        lastName: unique("Person"),
      }),
    newOrganization: (createdBy) =>
      api.organizations.createOrganization({
        name: unique("Organization "),
        ...(createdBy ? { createdBy } : {}),
      }),
  };
}

/** Clerk's status and first code, of a call that must fail. */
export async function refusal(call: Promise<unknown>): Promise<[number, string | undefined]> {
  try {
    await call;
  } catch (error) {
    if (isClerkAPIResponseError(error)) return [error.status, error.errors[0]?.code];
    throw error;
  }
  throw new Error("the call was meant to fail");
}

/** The same client; what is called of it is written down, with what it answered. */
function recording(api: ClerkClient, calls: CallMade[]): ClerkClient {
  return new Proxy(api, {
    get(target, group) {
      const methods: unknown = Reflect.get(target, group);
      if (typeof methods !== "object" || methods === null) return methods;
      return new Proxy(methods, {
        get(owner, method) {
          const run: unknown = Reflect.get(owner, method);
          if (typeof run !== "function") return run;
          return async (...args: unknown[]) => {
            const call: CallMade = { group: String(group), method: String(method) };
            calls.push(call);
            // The group itself is `this`, and not the proxy: some groups have private fields.
            const value: unknown = await Reflect.apply(run, owner, args);
            call.result = { value };
            return value;
          };
        },
      });
    },
  });
}
