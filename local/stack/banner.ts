import { relative } from "node:path";
import { seedPassword } from "../seed/accounts.ts";
import { describeUrl } from "./login.ts";
import type { Stack } from "./start.ts";
import type { Terminal } from "./terminal.ts";

export interface BannerOptions {
  readonly stack: Stack;
  readonly root: string;
  readonly dataDir: string;
  /** How long it took, such as "6.1 s". */
  readonly took: string;
}

/** What somebody who has just started it wants to know, and nothing else. */
export function bannerLines(terminal: Pick<Terminal, "style">, options: BannerOptions): string[] {
  const { stack, root, dataDir, took } = options;
  const { style } = terminal;
  const label = (text: string): string => style("dim", text.padEnd(13));
  const lines = [
    "",
    `  ${style("bold", "Gatehouse")}    ${style(["bold", "cyan"], stack.appUrl)}  ${style("dim", `ready in ${took}`)}`,
    "",
  ];

  if (stack.accounts.length > 0) {
    lines.push(`  ${label("Sign in as")}password ${style("bold", seedPassword)}`);
    const width = Math.max(...stack.accounts.map((account) => account.email.length));
    for (const { email, may } of stack.accounts) {
      lines.push(`    ${email.padEnd(width)}  ${style("dim", may)}`);
    }
    lines.push("");
  }

  lines.push(
    stack.clerk
      ? `  ${label("Clerk")}local; its people, e-mails and codes at ${stack.clerk.url}/console`
      : `  ${label("Clerk")}your own instance, by the keys in the environment`,
    `  ${label("Database")}${describeUrl(stack.env["DATABASE_URL"] ?? "")}${stack.postgres ? `, data in ${relative(root, dataDir) || dataDir}` : ", yours"}`,
    `  ${label("Start over")}npm run reset`,
    `  ${label("Stop")}Ctrl-C`,
  );
  if (stack.notes.length > 0)
    lines.push("", ...stack.notes.map((note) => `  ${style("yellow", "!")} ${note}`));
  return [...lines, ""];
}
