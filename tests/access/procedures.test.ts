import { describe, expect, it } from "vitest";
import { principals } from "@/src/access/matrix/principals";
import { inputPaths } from "./support/inputs.ts";
import { procedures, testMatrix } from "./support/matrix.ts";

it("every procedure has a row in the table of inputs, and no other", () => {
  expect(inputPaths).toEqual(procedures.map(({ path }) => path));
});

describe("the access matrix", () => {
  testMatrix(principals, "roles");
});
