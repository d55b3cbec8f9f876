import { spawn } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { askedForByName, suites } from "./suites/all.ts";

const help = `npm run bench [-- NAME…] [-- --quick]

Measures Gatehouse beside others on this machine. Leave the machine alone while it runs.

${Object.keys(suites).join(" ")}
Without a name: all of them but ${askedForByName.join(" ")}.

--rounds N  instead of 7; fewer show nothing
--quick     a try, with short rounds and little data: prints, and writes nothing
Otherwise each writes bench/results/NAME.json, docs/performance/NAME.svg and its figures in docs/performance.md.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string" },
    quick: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

function usage(fault?: string): never {
  if (fault) process.stderr.write(`${fault}\n\n`);
  (fault ? process.stderr : process.stdout).write(help);
  process.exit(fault ? 2 : 0);
}

const unknown = positionals.filter((name) => !Object.hasOwn(suites, name));
if (values.help) usage();
if (unknown.length > 0) usage(`There is no benchmark ${unknown.join(", ")}.`);
const rounds = Number(values.rounds ?? (values.quick ? 2 : 7));
if (!Number.isInteger(rounds) || rounds < 1) usage("--rounds takes a whole number.");

// Each in a process of its own: what one leaves in memory is not measured with the next.
const unasked = Object.keys(suites).filter((name) => !askedForByName.includes(name));
const names = positionals.length > 0 ? positionals : unasked;
for (const name of names) {
  const args = ["--import", "tsx", join(import.meta.dirname, "run.ts"), name, String(rounds)];
  const child = spawn(process.execPath, values.quick ? [...args, "quick"] : args, {
    cwd: join(import.meta.dirname, ".."),
    env: { ...process.env, NODE_ENV: "production" },
    stdio: "inherit",
  });
  const code = await new Promise<number | null>((resolve) => child.on("exit", resolve));
  if (code !== 0) process.exitCode = 1;
}
