/** An authenticator app. Its secret has to be kept as it is: each code is computed from it. */
export interface Totp {
  id: string;
  secret: string;
  verified: boolean;
  /** The 30 seconds whose code was taken last: neither that code nor an older one is taken again. */
  lastStep: number;
  createdAt: number;
  updatedAt: number;
}

/** Codes for when the app is not at hand. Hashed with one salt, so that one derivation tells whether a code is among them. */
export interface BackupCodes {
  id: string;
  salt: string;
  /** Of those not used yet. */
  hashes: readonly string[];
  createdAt: number;
  updatedAt: number;
}
