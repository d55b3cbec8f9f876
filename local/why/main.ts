import path from "node:path";
import { readGiven } from "../stack/environment.ts";
import { openTerminal } from "../stack/terminal.ts";
import { connect } from "./database.ts";
import { explain, readSources } from "./explain.ts";
import { NoAnswer } from "./failure.ts";
import { answerLines } from "./print.ts";
import { help, Misuse, readRequest } from "./question.ts";

/** Where start.mjs has gone: this file runs as part of a bundle, which lies elsewhere. */
const root = process.cwd();

/** 0: allowed, 1: refused, 2: no answer. */
async function run(words: readonly string[]): Promise<0 | 1> {
  const request = readRequest(words, new Date());
  if (request.kind === "help") {
    process.stdout.write(help);
    return 0;
  }
  const given = readGiven(root, process.env["NODE_ENV"] === "production" ? "production" : "dev");
  const localFolder = path.resolve(root, given["LOCAL_DIR"] || ".local");
  const connection = await connect(given["DATABASE_URL"], localFolder);
  try {
    const answer = await explain(readSources(root), connection, request.question);
    if (request.json) process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
    else {
      const terminal = openTerminal(process.stdout);
      const lines = answerLines(answer, (...words) => terminal.style(...words), request.all);
      process.stdout.write(`${lines.join("\n")}\n`);
    }
    return answer.decision === "allowed" ? 0 : 1;
  } finally {
    await connection.close();
  }
}

// Whoever reads the first lines only (`| head`) closes the pipe; that is no failure.
process.stdout.on("error", () => undefined);
try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.exitCode = 2;
  const known = error instanceof NoAnswer;
  process.stderr.write(`${known ? error.message : describe(error)}\n`);
  if (error instanceof Misuse) process.stderr.write("npm run why -- --help says how to ask.\n");
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
