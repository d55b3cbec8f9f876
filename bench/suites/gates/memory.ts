import { database } from "@/src/server/db/database";
import { currentScope } from "@/src/server/db/scope";

/**
 * Lets the application's client answer one read with a row at once, as if the entry had let the caller in and the database had
 * found it: what is left to measure is what this process does by itself.
 */
export function answerFromMemory(row: object): { end(): void } {
  const { project } = database().prisma;
  const original = Object.getOwnPropertyDescriptor(project, "findFirst");
  Object.defineProperty(project, "findFirst", {
    configurable: true,
    value: async () => {
      currentScope().hear("let in");
      return row;
    },
  });
  return {
    end: () => {
      if (original) Object.defineProperty(project, "findFirst", original);
      else Reflect.deleteProperty(project, "findFirst");
    },
  };
}
