import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { columnClasses, readColumns } from "../../../prisma/columns.mjs";
import { columns } from "@/src/server/db/generated/columns";
import { Prisma } from "@/src/server/db/generated/client";

const schema = readFileSync(join(import.meta.dirname, "../../../prisma/schema.prisma"), "utf8");

describe("the class of every column", () => {
  it("stands in the schema, and the generated module says the same", () => {
    expect(readColumns(schema)).toEqual(columns);
  });

  it("is known of every column that Prisma knows", () => {
    for (const [table, classes] of Object.entries(columns)) {
      // Guarantee: Prisma's client has an enum of the columns of every model under this name.
      const known = (Prisma as unknown as Record<string, object>)[`${table}ScalarFieldEnum`];
      expect([table, Object.keys(classes)]).toEqual([table, Object.keys(known ?? {})]);
    }
    expect(Object.keys(columns)).toEqual(Object.keys(Prisma.ModelName));
  });

  it.each([
    ["no class", "", "Person.name: say behind the column"],
    ["a class that does not exist", " /// @private", "Person.name: say"],
    ["a comment alone", " /// of the person", "Person.name: say"],
  ])("is missing where a column has %s", (_, words, fault) => {
    const text = `model Person {\n  id String @id /// @pseudonym\n  name String?${words}\n\n  posts Post[]\n\n  @@schema("public")\n}\n\nmodel Post {\n  id String @id /// @technical\n}\n`;
    expect(() => readColumns(text)).toThrow(fault);
    expect(() => readColumns(text)).not.toThrow("Person.posts");
  });

  it("is explained at the top of the schema, each word once", () => {
    for (const word of columnClasses) {
      expect([word, schema.split(new RegExp(`^//   @${word} `, "m")).length]).toEqual([word, 2]);
    }
  });
});
