import { missing, type Contract } from "../contract.ts";

const REASON =
  "Keyless mode makes an application at Clerk; here there is one from the start, with its keys.";

export const keylessApplications: Contract<"__experimental_accountlessApplications"> = {
  createAccountlessApplication: missing(REASON, ({ api }) =>
    api.__experimental_accountlessApplications.createAccountlessApplication(),
  ),
  completeAccountlessApplicationOnboarding: missing(REASON, ({ api }) =>
    api.__experimental_accountlessApplications.completeAccountlessApplicationOnboarding(),
  ),
};
