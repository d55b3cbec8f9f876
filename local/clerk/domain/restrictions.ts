import { ClerkError, formError } from "../errors.ts";
import type { Call } from "../instance.ts";

/** @throws when the instance's restrictions keep whoever has this address from signing up */
export function checkMaySignUp(call: Call, emailAddress: string): void {
  const { allowlist, blocklist, blockEmailSubaddresses } = call.settings.instance.restrictions;
  if (blockEmailSubaddresses && /^[^@]*[+=#]/.test(emailAddress)) throw blocked();
  if (blocklist && isListed(call, "blocklist", emailAddress)) throw blocked();
  if (allowlist && !isListed(call, "allowlist", emailAddress)) {
    const message = `${emailAddress} is not allowed to access this application.`;
    throw new ClerkError(403, "not_allowed_access", message, { param_name: "email_address" });
  }
}

function isListed(call: Call, list: "allowlist" | "blocklist", emailAddress: string): boolean {
  const domain = emailAddress.slice(emailAddress.lastIndexOf("@"));
  const [exact, whole] = [plain(call, emailAddress), `*${domain}`];
  return call.store.identifiers.values().some((one) => {
    if (one.list !== list) return false;
    return one.identifier === whole || plain(call, one.identifier) === exact;
  });
}

/** To Gmail `a.b@gmail.com` and `ab@gmail.com` are one address. */
function plain(call: Call, emailAddress: string): string {
  const { ignoreDotsForGmailAddresses } = call.settings.instance.restrictions;
  const [name = "", domain = ""] = emailAddress.split("@");
  const ignored = ignoreDotsForGmailAddresses && /^(gmail|googlemail)\.com$/.test(domain);
  return ignored ? `${name.replaceAll(".", "")}@gmail.com` : emailAddress;
}

function blocked(): ClerkError {
  const message = "This email address cannot be used. Please use another.";
  return formError("form_email_address_blocked", message, "email_address");
}
