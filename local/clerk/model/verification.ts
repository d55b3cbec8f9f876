export interface Verification {
  strategy: string;
  status: "unverified" | "verified" | "failed" | "expired";
  attempts: number;
  expireAt: number;
  code: string | null;
}
