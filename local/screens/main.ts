import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { findBrowser } from "../browser/find.ts";
import { documentPath, writeScreens } from "./document.ts";
import { folder, type World } from "./screen.ts";
import { takeShots } from "./shots.ts";
import { startWorld, type OwnWorld } from "./stack.ts";
import { takeVisit, type Jump } from "./take.ts";
import { visits, withoutPicture } from "./visits.ts";

const usage = `npm run screenshots -- [options]

Takes every page, light and dark, wide and narrow, into ${folder}, and writes ${documentPath}.

  --only <name>    only the screens whose name has this in it (may be given again)
  --out <folder>   somewhere else; nothing else is written
  --shots          those of the home page too (taken with everything, anyway)
  --full           whole pages rather than what fits the window
  --at <address>   an application that runs already, with its seed; with --clerk <address> of its local Clerk
  --help
`;

/** More than this, and a page is felt to jump. */
const most = 0.05;
const root = join(import.meta.dirname, "..", "..");
const tell = (text: string): void => void process.stderr.write(`  ${text}\n`);

const { values } = parseArgs({
  options: {
    only: { type: "string", multiple: true, default: [] },
    out: { type: "string" },
    full: { type: "boolean", default: false },
    shots: { type: "boolean", default: false },
    at: { type: "string" },
    clerk: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

if (values.help) process.stdout.write(usage);
else process.exitCode = (await run()) ? 0 : 1;
process.exit();

async function run(): Promise<boolean> {
  const out = values.out ? resolve(values.out) : join(root, folder);
  const everything = values.only.length === 0 && !values.out;
  if (everything) rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const world = await openWorld();
  try {
    const jumps = await takeAll(world, out, everything || values.shots);
    if (everything) {
      writeFileSync(join(root, documentPath), writeScreens(visits, withoutPicture));
      const sizes = readdirSync(out).map((file) => statSync(join(out, file)).size);
      const megabytes = sizes.reduce((sum, size) => sum + size, 0) / 1e6;
      tell(`${sizes.length} pictures, ${megabytes.toFixed(1)} MB; ${documentPath}`);
    }
    return report(jumps);
  } finally {
    await world.stop();
  }
}

async function openWorld(): Promise<OwnWorld> {
  const { at, clerk } = values;
  if (!at) return startWorld(root, tell);
  const stay = () => Promise.resolve();
  return { appUrl: at, clerkUrl: clerk ?? "http://localhost:4010", breakDown: stay, stop: stay };
}

async function takeAll(world: World, out: string, shots: boolean): Promise<Jump[]> {
  const { executablePath, args, env } = await findBrowser({ onProgress: tell });
  const browser = await chromium.launch({
    executablePath,
    args: [...args, "--hide-scrollbars"],
    ...(env ? { env: { ...env } } : {}),
  });
  try {
    if (shots) await takeShots(browser, world, root);
    const jumps: Jump[] = [];
    const wanted = ({ name }: { name: string }) =>
      values.only.length === 0 || values.only.some((part) => name.includes(part));
    for (const visit of visits)
      jumps.push(
        ...(await takeVisit(browser, world, visit, { out, full: values.full, wanted, tell })),
      );
    return jumps;
  } finally {
    await browser.close();
  }
}

/** Layout shift as browsers count it, for each page. True when none is felt. */
function report(jumps: readonly Jump[]): boolean {
  const shift = (name: string, width: string) =>
    jumps.find((jump) => jump.screen.name === name && jump.width === width)?.shift ?? 0;
  const line = (name: string, wide: string, narrow: string) =>
    process.stdout.write(`${name.padEnd(28)}${wide.padStart(8)}${narrow.padStart(8)}\n`);
  line("layout shift", "wide", "narrow");
  for (const name of new Set(jumps.map((jump) => jump.screen.name)))
    line(name, shift(name, "wide").toFixed(3), shift(name, "narrow").toFixed(3));
  const felt = jumps.filter((jump) => jump.shift > most);
  for (const jump of felt) tell(`${jump.screen.name} jumps (${jump.width}): mend it`);
  return felt.length === 0;
}
