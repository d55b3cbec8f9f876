import { missing, type Contract } from "../contract.ts";

const REASON = "Not there yet.";

export const signUps: Contract<"signUps"> = {
  get: missing(REASON, ({ api }) => api.signUps.get("sua_x")),
  update: missing(REASON, ({ api }) => api.signUps.update({ signUpAttemptId: "sua_x" })),
};
