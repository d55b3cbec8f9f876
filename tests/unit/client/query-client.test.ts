import { expect, test } from "vitest";
import { makeQueryClient } from "@/src/client/query-client";

test("on the server a refused prefetch is not tried again: the page would wait for it", async () => {
  let tries = 0;
  const asked = makeQueryClient().query({
    queryKey: ["refused"],
    queryFn: () => {
      tries += 1;
      throw new Error("refused");
    },
  });
  await expect(asked).rejects.toThrow("refused");
  expect(tries).toBe(1);
});
