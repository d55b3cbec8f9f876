import path from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

/** A piece of code and every error that it must give; none when it must compile. */
export interface Case {
  readonly title: string;
  readonly code: string;
  readonly errors: readonly Expected[];
}

export interface Expected {
  readonly code: number;
  /** A part of the message, chain included. */
  readonly text: string;
}

const root = fileURLToPath(new URL("../../", import.meta.url));

/** What every case may use. */
const prelude = `
import { initTRPC } from "@trpc/server";
import { z } from "zod";
import { OrganizationId, PostId, ProjectId, TaskId, UserId } from "@/src/access/ids";
import type { Permission } from "@/src/access/permissions";
import { AppError } from "@/src/access/errors";
import type { Principal } from "@/src/server/auth/principal";
import { countAll } from "@/src/server/admin/list";
import { readMe } from "@/src/server/me/read";
import { listMembers } from "@/src/server/member/list";
import { listPublished, readPublished } from "@/src/server/post/published";
import { createPost } from "@/src/server/post/write";
import { listProjects } from "@/src/server/project/list";
import { Project } from "@/src/server/project/schema";
import { assignTask, createTask } from "@/src/server/task/create";
import { createContext } from "@/src/server/trpc/context";
import { adminProcedure, orgProcedure, orgStream, protectedProcedure, publicProcedure } from "@/src/server/trpc/procedures";
import { appRouter, type AppRouter } from "@/src/server/trpc/root";
import { router } from "@/src/server/trpc/router";
import { readStamp, stamp } from "@/src/server/trpc/seal";
import type { Db } from "@/src/server/db/handle";
import type { PrismaClient } from "@/src/server/db/generated/client";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function exactly<A>(): { of<B>(value: B, is: Equal<A, B>): void };

declare const publicDb: Db<"public">;
declare const userDb: Db<"user">;
declare const adminDb: Db<"admin">;
declare const readDb: Db<"org", "org:projects:read">;
declare const manageDb: Db<"org", "org:projects:manage">;
declare const tasksDb: Db<"org", "org:tasks:manage">;
declare const membersDb: Db<"org", "org:members:read">;
declare const auditDb: Db<"org", "org:audit:read">;
declare const prisma: PrismaClient;
declare const projectId: ProjectId;
declare const taskId: TaskId;
declare const page: { limit: number };
`;

/** The diagnostics of each case, in order, from one program: the libraries are read once for all of them. */
export function compileCases(cases: readonly Case[]): ts.Diagnostic[][] {
  const files = new Map(
    cases.map(({ code }, index) => [
      `tests/types/case-${index}.ts`,
      `${prelude}\n${code}\nexport {};\n`,
    ]),
  );
  const program = programOf(files);
  return [...files.keys()].map((name) => diagnosticsOf(program, name));
}

/** A program of the project with further files (by their path from its root) that are on no disk. */
export function programOf(texts: ReadonlyMap<string, string>): ts.Program {
  const files = new Map([...texts].map(([name, text]) => [pathOf(name), text]));
  const options = readOptions();
  const host = ts.createCompilerHost(options, true);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name) ?? readFile(name);
  host.getSourceFile = (name, version, ...rest) => {
    const text = files.get(name);
    return text === undefined
      ? getSourceFile(name, version, ...rest)
      : ts.createSourceFile(name, text, version, true);
  };
  const program = ts.createProgram({ rootNames: [...files.keys()], options, host });
  const broken = program.getOptionsDiagnostics();
  if (broken.length > 0) throw new Error(broken.map(textOf).join("\n"));
  return program;
}

export function diagnosticsOf(program: ts.Program, name: string): ts.Diagnostic[] {
  const source = program.getSourceFile(pathOf(name));
  if (!source) throw new Error(`The compiler did not read ${name}.`);
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
}

export function pathOf(name: string): string {
  return path.posix.join(root.split(path.sep).join("/"), name);
}

/** The message with the reasons that hang under it, on one line. */
export function textOf(diagnostic: ts.Diagnostic): string {
  return ts.flattenDiagnosticMessageText(diagnostic.messageText, " ").replace(/\s+/g, " ");
}

/** The project's own options: a case must fail under what the project is checked with, not something stricter. */
function readOptions(): ts.CompilerOptions {
  const file = path.join(root, "tsconfig.json");
  const read = ts.readConfigFile(file, (name) => ts.sys.readFile(name));
  if (read.error) throw new Error(textOf(read.error));
  const config: unknown = read.config;
  // Only the options are wanted; finding the files of the whole project would take longer than the rest.
  const { options, errors } = ts.parseJsonConfigFileContent(
    { ...Object(config), include: [], files: ["tsconfig.json"] },
    ts.sys,
    root,
  );
  if (errors.length > 0) throw new Error(errors.map(textOf).join("\n"));
  return { ...options, incremental: false, noEmit: true, tsBuildInfoFile: undefined };
}
