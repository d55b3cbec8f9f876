import { expect, it } from "vitest";
import type { Fault } from "@/src/client/fault";
import { ProjectFields } from "@/src/input/project";
import { namedFields } from "@/src/ui/form";

it("says at a field what the server found wrong with it, and leaves what is no field of the form", () => {
  const fault: Fault = {
    code: "bad_input",
    message: "Something is wrong",
    requestId: "r1",
    fields: { id: "Not an id", name: "Too long", other: undefined },
  };
  expect(namedFields(fault, ["name", "about"])).toEqual([["name", "Too long"]]);
});

it("judges in the browser by the words of the server", () => {
  const found = ProjectFields.safeParse({ name: "  " });
  expect(found.error?.issues[0]?.message).toBe("Write something.");
});
