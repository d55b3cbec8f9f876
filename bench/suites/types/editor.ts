import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Spot } from "./generate.ts";

const tsserver = createRequire(import.meta.url).resolve("typescript/lib/tsserver.js");

interface Answer {
  readonly type: string;
  readonly request_seq?: number;
  readonly success?: boolean;
  readonly message?: string;
  readonly body?: { readonly entries?: readonly { readonly name: string }[] };
}

export interface Completion {
  /** From the question to the answer. */
  readonly milliseconds: number;
  readonly names: readonly string[];
}

/** TypeScript's language server, spoken to as an editor does. One program an editor. */
export class Editor {
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, (answer: Answer) => void>();
  private readonly texts = new Map<string, string>();
  private sequence = 0;
  private received = Buffer.alloc(0);

  constructor(folder: string) {
    const args = [tsserver, "--disableAutomaticTypingAcquisition", "--suppressDiagnosticEvents"];
    this.child = spawn(process.execPath, args, {
      cwd: folder,
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.child.stdout?.on("data", (part: Buffer) => this.take(part));
  }

  open(file: string): void {
    if (this.texts.has(file)) return;
    const text = readFileSync(file, "utf8");
    this.texts.set(file, text);
    this.tell("open", { file, fileContent: text });
  }

  /** Types something at the spot; what is on the disk stays as it is. */
  type(spot: Spot, text: string): void {
    const at = this.find(spot);
    this.tell("change", {
      ...{ file: spot.file, line: at.line, offset: at.offset },
      ...{ endLine: at.line, endOffset: at.offset, insertString: text },
    });
    const before = this.textOf(spot.file);
    const end = before.indexOf(spot.after) + spot.after.length;
    this.texts.set(spot.file, before.slice(0, end) + text + before.slice(end));
  }

  /** What could follow at the spot. @throws when the server knows nothing */
  async complete(spot: Spot): Promise<Completion> {
    const since = performance.now();
    const { line, offset } = this.find(spot);
    const options = { includeExternalModuleExports: false, triggerCharacter: "." };
    const answer = await this.ask("completionInfo", { file: spot.file, line, offset, ...options });
    const milliseconds = performance.now() - since;
    if (answer.success !== true) throw new Error(answer.message ?? "no completion");
    return { milliseconds, names: (answer.body?.entries ?? []).map(({ name }) => name) };
  }

  close(): void {
    this.child.kill();
  }

  private textOf(file: string): string {
    const text = this.texts.get(file);
    if (text === undefined) throw new Error(`${file} is not open`);
    return text;
  }

  /** Counted from 1, as the protocol does. */
  private find({ file, after }: Spot): { readonly line: number; readonly offset: number } {
    const text = this.textOf(file);
    const at = text.indexOf(after);
    if (at < 0) throw new Error(`${after} is not in ${file}`);
    const before = text.slice(0, at + after.length).split("\n");
    return { line: before.length, offset: (before.at(-1)?.length ?? 0) + 1 };
  }

  private tell(command: string, args: unknown): number {
    const seq = ++this.sequence;
    this.child.stdin?.write(
      `${JSON.stringify({ seq, type: "request", command, arguments: args })}\n`,
    );
    return seq;
  }

  private ask(command: string, args: unknown): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const failed = (): void => reject(new Error("the language server ended"));
      this.child.once("exit", failed);
      this.waiting.set(this.tell(command, args), (answer) => {
        this.child.off("exit", failed);
        resolve(answer);
      });
    });
  }

  /** Each message has its length in bytes ahead of it. */
  private take(part: Buffer): void {
    this.received = Buffer.concat([this.received, part]);
    for (;;) {
      const head = /^Content-Length: (\d+)\r\n\r\n/.exec(this.received.toString("latin1", 0, 60));
      if (!head) return;
      const start = head[0].length;
      const end = start + Number(head[1]);
      if (this.received.length < end) return;
      // Guarantee: the server's own messages have this form; see ts.server.protocol.
      const answer = JSON.parse(this.received.toString("utf8", start, end)) as Answer;
      this.received = this.received.subarray(end);
      if (answer.type !== "response" || answer.request_seq === undefined) continue;
      this.waiting.get(answer.request_seq)?.(answer);
      this.waiting.delete(answer.request_seq);
    }
  }
}
