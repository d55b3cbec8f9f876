import {
  createTotp,
  disableTotp,
  regenerateBackupCodes,
  totpUri,
  verifyTotp,
} from "../domain/second-factors.ts";
import { readForm } from "../forms.ts";
import type { App } from "../http.ts";
import { backupCodeJson, totpJson } from "../serialize/second-factors.ts";
import { answer, requireSession } from "./respond.ts";

/** The signed-in person's authenticator app and backup codes. */
export function addMeSecondFactorRoutes(app: App): void {
  app.post("/v1/me/totp", (c) => {
    const { client, user } = requireSession(c);
    const totp = createTotp(c.get("call"), user);
    return answer(c, totpJson(totp, { uri: totpUri(user, totp) }), client);
  });

  app.post("/v1/me/totp/attempt_verification", async (c) => {
    const form = await readForm(c);
    const { client, user } = requireSession(c);
    const code = form.required("code");
    const { totp, backupCodes } = await verifyTotp(c.get("call"), user.id, code);
    return answer(c, totpJson(totp, { backupCodes }), client);
  });

  app.delete("/v1/me/totp", (c) => {
    const { client, user } = requireSession(c);
    const totp = disableTotp(c.get("call"), user);
    return answer(c, { object: "totp", id: totp.id, deleted: true }, client);
  });

  app.post("/v1/me/backup_codes", async (c) => {
    const { client, user } = requireSession(c);
    const { backupCodes, codes } = await regenerateBackupCodes(c.get("call"), user.id);
    return answer(c, backupCodeJson(backupCodes, codes), client);
  });
}
