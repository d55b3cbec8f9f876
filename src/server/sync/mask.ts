import { hiddenValue } from "@/src/access/deliveries";

/**
 * A stored payload without what it says of a person. What is not known to be plain is hidden: a field that Clerk adds tomorrow
 * stays hidden until somebody has looked at it and put it on one of these lists.
 */

/** Fields whose text is an id of Clerk's. */
const ids = new Set([
  "id",
  "user_id",
  "organization_id",
  "instance_id",
  "client_id",
  "session_id",
  "domain_id",
  "created_by",
  "last_active_organization_id",
  "primary_email_address_id",
  "primary_phone_number_id",
  "primary_web3_wallet_id",
]);
const id = /^[a-z0-9]{1,20}_\w{1,80}$/;

/** Fields whose text is a word of Clerk's own, or of the roles that the application gives. */
const codes = new Set([
  "object",
  "type",
  "status",
  "strategy",
  "role",
  "key",
  "permissions",
  "enrollment_mode",
]);
const code = /^[\w:.]{1,80}$/;

/** Fields whose number counts, or is a time. */
const numbers = /_at$|_count$|^(timestamp|attempts)$/;

/** Fields that hold more fields, of Clerk's making. The keys of any other object may be a person's own words. */
const containers = new Set([
  "data",
  "email_addresses",
  "enterprise_accounts",
  "external_accounts",
  "linked_to",
  "organization",
  "passkeys",
  "permissions",
  "phone_numbers",
  "public_organization_data",
  "public_user_data",
  "saml_accounts",
  "user",
  "verification",
  "web3_wallets",
]);
const fieldName = /^[a-z][a-z0-9_]{0,60}$/;

export function maskPayload(payload: unknown): unknown {
  return typeof payload === "object" && payload !== null ? maskFields(payload) : hiddenValue;
}

function maskFields(value: object): unknown {
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) =>
      fieldName.test(name) ? [name, maskField(name, inner)] : [hiddenValue, hiddenValue],
    ),
  );
}

function maskField(name: string, value: unknown): unknown {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "object") {
    if (!containers.has(name)) return hiddenValue;
    return Array.isArray(value) ? value.map((each) => maskField(name, each)) : maskFields(value);
  }
  return isPlain(name, value) ? value : hiddenValue;
}

function isPlain(name: string, value: unknown): boolean {
  if (typeof value === "number") return numbers.test(name);
  if (typeof value !== "string") return false;
  return (ids.has(name) && id.test(value)) || (codes.has(name) && code.test(value));
}

/** How many values were hidden. */
export function countHidden(masked: unknown): number {
  if (masked === hiddenValue) return 1;
  if (typeof masked !== "object" || masked === null) return 0;
  return Object.values(masked).reduce<number>((sum, inner) => sum + countHidden(inner), 0);
}
