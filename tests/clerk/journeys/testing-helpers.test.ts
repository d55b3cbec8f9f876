import { clerk as helpers, clerkSetup, setupClerkTestingToken } from "@clerk/testing/playwright";
import { beforeAll, expect, test, vi } from "vitest";
import { useJourney } from "./visit.ts";

const journey = await useJourney();
const password = "a password for tests";
const emailAddress = "ada+clerk_test@example.test";
const ada = await journey.api.users.createUser({ emailAddress: [emailAddress], password });

beforeAll(async () => {
  vi.stubEnv("CLERK_API_URL", `${journey.clerk.url}/bapi`);
  vi.stubEnv("CLERK_FAPI", "");
  vi.stubEnv("CLERK_TESTING_TOKEN", "");
  await clerkSetup({
    publishableKey: journey.clerk.publishableKey,
    secretKey: journey.clerk.secretKey,
    dotenv: false,
  });
  return () => vi.unstubAllEnvs();
});

test("the set-up gets a testing token from the Backend API", () => {
  expect(process.env["CLERK_FAPI"]).toBe("local.clerk.accounts.dev");
  expect(process.env["CLERK_TESTING_TOKEN"]).toMatch(/\w{10,}/);
});

test.each([
  ["a password", () => ({ strategy: "password", identifier: emailAddress, password }) as const],
  ["an e-mail code", () => ({ strategy: "email_code", identifier: emailAddress }) as const],
  [
    "a ticket",
    async () => {
      const { token } = await journey.api.signInTokens.createSignInToken({
        userId: ada.id,
        expiresInSeconds: 60,
      });
      return { strategy: "ticket", ticket: token } as const;
    },
  ],
])("signs in with %s, and out", async (_way, signInParams) => {
  const page = await journey.newPage();
  await setupClerkTestingToken({ page });
  await page.goto("/");
  await helpers.loaded({ page });
  await page.getByText("Signed out").waitFor();
  await helpers.signIn({ page, signInParams: await signInParams() });
  await page.getByText(`Signed in as ${emailAddress}`).waitFor();
  expect(await page.locator("body").getAttribute("data-user")).toBe(ada.id);
  await helpers.signOut({ page });
  await page.getByText("Signed out").waitFor();
});

test("a wrong password is refused", async () => {
  const page = await journey.newPage({ allow: [/status of 422/] });
  await page.goto("/");
  const signInParams = { strategy: "password", identifier: emailAddress, password: "another one" };
  await expect(
    helpers.signIn({ page, signInParams: { ...signInParams, strategy: "password" } }),
  ).rejects.toThrow(/Failed to sign in/);
});
