import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const folder = fileURLToPath(new URL("../../.local/browser/", import.meta.url));

export interface Bundled {
  readonly executablePath: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * The Chromium inside the package @sparticuz/chromium, unpacked once per version into `.local/browser`, with the shared
 * libraries that it brings along. The package itself unpacks into the machine's temporary folder, which is everybody's, and
 * brings out the libraries only where it believes to be in a cloud function: so a process of its own is told both.
 */
export async function unpackBundled(): Promise<Bundled> {
  const home = join(folder, versionOf("@sparticuz/chromium"));
  if (!existsSync(home)) {
    mkdirSync(folder, { recursive: true });
    const draft = mkdtempSync(join(folder, "unpacking-"));
    try {
      await unpackInto(draft);
      renameSync(draft, home);
    } catch (error) {
      // Another run may have been faster; what it made is as good.
      if (!existsSync(home)) throw error;
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  }
  return {
    executablePath: join(home, "chromium"),
    env: {
      LD_LIBRARY_PATH: join(home, "al2023", "lib"),
      FONTCONFIG_FILE: writeFontConfiguration(home),
    },
  };
}

/**
 * The package's own names the folders of a cloud function. A Chromium without a single font shows no text, and ends when it
 * looks for a character that a page's fonts lack.
 */
function writeFontConfiguration(home: string): string {
  const path = join(home, "fonts.conf");
  const lines = [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    "<fontconfig>",
    `  <dir>${escapeXml(join(home, "fonts"))}</dir>`,
    "  <dir>/usr/share/fonts</dir>",
    `  <cachedir>${escapeXml(join(home, "font-cache"))}</cachedir>`,
    "</fontconfig>",
  ];
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

async function unpackInto(draft: string): Promise<void> {
  const script = `
    const { default: chromium } = await import("@sparticuz/chromium");
    await chromium.executablePath();
  `;
  await run(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: dirname(fileURLToPath(import.meta.url)),
    env: { ...process.env, TMPDIR: draft, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs20.x" },
  });
}

function versionOf(name: string): string {
  const require = createRequire(import.meta.url);
  // The package does not export its package.json, so the way there is from its entry.
  let at = dirname(require.resolve(name));
  while (!at.endsWith(join("node_modules", ...name.split("/")))) at = dirname(at);
  const manifest: unknown = require(join(at, "package.json"));
  if (typeof manifest === "object" && manifest !== null && "version" in manifest) {
    return String(manifest.version);
  }
  throw new Error(`${name} has no version`);
}
