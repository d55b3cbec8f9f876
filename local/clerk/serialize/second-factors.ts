import type { BackupCodeJSON, TOTPJSON } from "@clerk/shared/types";
import type { BackupCodes, Totp } from "../model/second-factors.ts";

/** The secret is shown with its address, before the first code; the backup codes with that code, once. */
export function totpJson(
  totp: Totp,
  shown: { uri?: string; backupCodes?: string[] | null },
): TOTPJSON {
  const json = {
    object: "totp",
    id: totp.id,
    ...(shown.uri ? { secret: totp.secret, uri: shown.uri } : {}),
    verified: totp.verified,
    ...(shown.backupCodes ? { backup_codes: shown.backupCodes } : {}),
    created_at: totp.createdAt,
    updated_at: totp.updatedAt,
  } as const;
  return json;
}

export function backupCodeJson(backupCodes: BackupCodes, codes: string[]): BackupCodeJSON {
  return {
    object: "backup_code",
    id: backupCodes.id,
    codes,
    created_at: backupCodes.createdAt,
    updated_at: backupCodes.updatedAt,
  };
}
