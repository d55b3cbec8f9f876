import { spawn } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createClerkClient } from "@clerk/backend";
import { describe, expect, test } from "vitest";
import { mergeEnv } from "../../local/clerk/command/env-file.ts";
import { readCommand, UsageError } from "../../local/clerk/command/options.ts";
import { cleanUp } from "./clean-up.ts";
import { asRecord, temporaryFolder, until } from "./start.ts";

const bin = join(import.meta.dirname, "../../local/clerk/bin.mjs");
const example = join(import.meta.dirname, "../../local/clerk/seed/example.json");

/** The command as another project runs it: in a folder of its own, with nothing of this repository's but the path. */
function run(
  folder: string,
  args: readonly string[],
  env: Record<string, string> = {},
  input = "",
) {
  const { PATH } = process.env;
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: folder,
    // Guarantee: names and strings; Next's types also ask for NODE_ENV, which a fresh shell does not have.
    env: { PATH, ...env } as Record<string, string> as NodeJS.ProcessEnv,
  });
  cleanUp(() => child.kill("SIGKILL"));
  child.stdin.end(input);
  const printed = { out: "", err: "" };
  child.stdout.on("data", (text) => (printed.out += String(text)));
  child.stderr.on("data", (text) => (printed.err += String(text)));
  const exited = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, printed, exited };
}

async function runToEnd(...args: Parameters<typeof run>) {
  const { printed, exited } = run(...args);
  return { code: await exited, ...printed };
}

describe("started from another project's folder", () => {
  test("it seeds, hands over its address, keeps its data there, and ends when it is asked to", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "tsconfig.json"), '{"compilerOptions":{"jsx":"preserve"}}');
    writeFileSync(join(folder, ".env.local"), "OWN=1\n# a remark\n");
    const args = [
      "--port",
      "0",
      "--seed",
      example,
      "--write-env",
      ".env.local",
      "--format",
      "json",
    ];
    const first = run(folder, args);
    await until("the start", () => first.printed.out.includes("CLERK_API_URL"), 40_000);
    const variables = asRecord(JSON.parse(first.printed.out));
    expect(first.printed.err).toContain("users 3 created");

    const api = createClerkClient({
      secretKey: String(variables.CLERK_SECRET_KEY),
      apiUrl: String(variables.CLERK_API_URL),
      telemetry: { disabled: true },
    });
    expect(await api.users.getCount()).toBe(3);

    const file = readFileSync(join(folder, ".env.local"), "utf8");
    expect(file.startsWith("OWN=1\n# a remark\n")).toBe(true);
    for (const [name, value] of Object.entries(variables)) {
      expect(file).toContain(`\n${name}=${JSON.stringify(value)}\n`);
    }
    expect(statSync(join(folder, ".env.local")).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, ".local/clerk")).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, ".local/clerk/keys.json")).mode & 0o777).toBe(0o600);

    const second = await runToEnd(folder, ["--port", "0"]);
    expect(second.code).toBe(1);
    expect(second.err).toContain(
      `works with .local/clerk already: ${String(variables.CLERK_API_URL).replace("/bapi", "")}`,
    );
    const { port } = new URL(String(variables.CLERK_API_URL));
    const samePort = await runToEnd(folder, ["--port", port, "--data", "other"]);
    expect([samePort.code, samePort.err]).toEqual([
      1,
      `Port ${port} is taken. Another one: --port <n>, or 0 for any free one.\n`,
    ]);

    first.child.kill("SIGINT");
    expect(await first.exited).toBe(0);
    expect(existsSync(join(folder, ".local/clerk/running.json"))).toBe(false);

    // Another port is another address: nobody is asked here, so the file stays.
    const other = await runToEnd(folder, ["--port", "0", "--write-env", ".env.local"]);
    expect(other.code).toBe(1);
    expect(other.err).toContain("has other values of CLERK_API_URL");
    expect(readFileSync(join(folder, ".env.local"), "utf8")).toBe(file);

    const forced = run(folder, ["--port", "0", "--write-env", ".env.local", "--force"]);
    await until("the forced start", () => forced.printed.out.includes("CLERK_API_URL"), 40_000);
    const [address = ""] = /CLERK_API_URL=.*/.exec(forced.printed.out) ?? [];
    const replaced = readFileSync(join(folder, ".env.local"), "utf8");
    expect(replaced.startsWith("OWN=1\n# a remark\n")).toBe(true);
    expect(replaced.match(/^CLERK_API_URL=.*$/gm)).toEqual([address]);
    expect(address).not.toContain(`:${port}/`);
    forced.child.kill("SIGTERM");
    expect(await forced.exited).toBe(0);
  }, 90_000);

  test("it does not start in production, nor with a seed that cannot be", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "seed.json"), '{"users":[{"emailAddresses":[]}]}');
    const [production, seed] = await Promise.all([
      runToEnd(folder, [], { NODE_ENV: "production" }),
      runToEnd(folder, ["--seed", "seed.json", "--port", "0"]),
    ]);
    expect([production.code, production.err]).toEqual([
      1,
      "The local Clerk is for development and tests; NODE_ENV is production.\n",
    ]);
    expect(seed.code).toBe(1);
    expect(seed.err).toContain("users[0].emailAddresses: ");
    expect(existsSync(join(folder, ".local"))).toBe(false);
  });

  test("it ends with 2 and the usage when it is called wrongly", async () => {
    const wrong = await runToEnd(temporaryFolder(), ["--bogus"]);
    expect(wrong.code).toBe(2);
    expect(wrong.err).toMatch(/^Unknown option '--bogus'\n\nStarts a local Clerk/);
  });

  test("it prints a schema, and hashes for a seed file", async () => {
    const folder = temporaryFolder();
    const [schema, hash] = await Promise.all([
      runToEnd(folder, ["--schema"]),
      runToEnd(folder, ["--hash-password"], {}, "a password for tests\n"),
    ]);
    expect(asRecord(JSON.parse(schema.out)).title).toBe("Seed of a local Clerk");
    expect(hash.out).toMatch(/^\$scrypt\$ln=14,r=8,p=1\$/);
  });
});

describe("the options", () => {
  test.each([
    [["--port", "abc"], /--port takes a number from 0 to 65535, not "abc"/],
    [["--port", "65536"], /--port/],
    [["--port", "-1"], /--port/],
    [["--app", "localhost:3000"], /--app takes an origin/],
    [["--app", "http://localhost:3000/path"], /--app takes an origin/],
    [["--webhook", "ftp://localhost/x"], /--webhook takes an http address/],
    [["--webhook", "https://example.com/hook"], /nothing is sent elsewhere/],
    [["--app", "https://example.com"], /--webhook takes an address of this machine/],
    [["--retry", "0"], /--retry takes a positive number/],
    [["--retry", ""], /--retry/],
    [["--arrangement", "sideways"], /direct or proxy, not "sideways"/],
    [["--format", "xml"], /env or json/],
    [["extra"], /Unexpected argument 'extra'/],
  ])("%j", (args, message) => {
    expect(() => readCommand(args, {})).toThrow(UsageError);
    expect(() => readCommand(args, {})).toThrow(message);
  });

  test("the environment stands in for those that are not given", () => {
    const env = { CLERK_LOCAL_PORT: "4999", APP_URL: "http://localhost:5173,http://other:1" };
    const command = readCommand([], env);
    expect(command).toMatchObject({
      options: {
        port: 4999,
        dataDir: ".local/clerk",
        appUrl: "http://localhost:5173",
        webhookUrl: "http://localhost:5173/api/webhooks/clerk",
      },
    });
    expect(readCommand(["--port", "1", "--webhook", "none"], env)).toMatchObject({
      options: { port: 1, webhookUrl: null },
    });
  });
});

describe("an env file", () => {
  test("keeps every other line, and names the variables whose values differ", () => {
    const text = "A=1\n\nexport B = old # remark\n# C=3\nD='x'\n";
    const merged = mergeEnv(text, { B: "new", C: "3" });
    expect(merged.differing).toEqual(["B"]);
    expect(merged.text.split("\n").slice(0, 5)).toEqual(["A=1", "", 'B="new"', "# C=3", "D='x'"]);
    expect(merged.text).toMatch(/\nC="3"\n$/);
    expect(mergeEnv(merged.text, { B: "new", C: "3" })).toEqual({
      text: merged.text,
      differing: [],
    });
  });

  test("does not cut a value of several lines", () => {
    expect(() => mergeEnv('KEY="-----BEGIN\nabc\n-----END"\n', { KEY: "x" })).toThrow(
      "several lines",
    );
  });
});
