import { ClerkError, forbidden, formError, missingParam, notFound } from "../errors.ts";
import { newId } from "../ids.ts";
import type { Call, Instance } from "../instance.ts";
import {
  ENROLLMENT_MODES,
  type EnrollmentMode,
  type OrganizationDomain,
} from "../model/domains.ts";
import type { Organization } from "../model/organizations.ts";
import { emitDomain, emitDomainDeleted } from "../webhooks/events.ts";
import { sendCode, tryCode } from "./codes.ts";
import { dropPending, enrollEverybody } from "./enrollment.ts";
import { normalizeEmail, verifiedBy } from "./users.ts";

const DOMAIN = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/** Where anybody may have an address, so that having one says nothing of where one belongs. */
const COMMON = new Set([
  "aol.com",
  "gmail.com",
  "gmx.com",
  "hotmail.com",
  "icloud.com",
  "live.com",
  "outlook.com",
  "proton.me",
  "protonmail.com",
  "yahoo.com",
]);

export interface NewDomain {
  name: string;
  enrollmentMode?: string | null;
  /** Only a server may say so without a code. */
  verified?: boolean;
}

export function createDomain(
  call: Call,
  organization: Organization,
  input: NewDomain,
): OrganizationDomain {
  const enrollmentMode = checkMode(call, input.enrollmentMode ?? "manual_invitation");
  const name = checkName(call, organization, input.name);
  const now = call.clock.tick();
  const domain = call.store.domains.put({
    id: newId("orgdmn"),
    organizationId: organization.id,
    name,
    enrollmentMode,
    affiliationEmailAddress: null,
    verification: input.verified ? verifiedBy("email_code", now) : null,
    verifiedAt: input.verified ? now : null,
    createdAt: now,
    updatedAt: now,
  });
  emitDomain(call, "organizationDomain.created", domain);
  enrollEverybody(call, domain);
  return domain;
}

export function domainsOf(
  instance: Pick<Instance, "store">,
  organizationId: string,
): OrganizationDomain[] {
  return instance.store.domains.filter((one) => one.organizationId === organizationId);
}

export function getDomain(
  instance: Pick<Instance, "store">,
  organizationId: string,
  id: string,
): OrganizationDomain {
  const domain = instance.store.domains.get(id);
  if (domain?.organizationId !== organizationId) throw notFound("Organization domain not found");
  return domain;
}

/** Sends a code to an address at the domain: whoever reads it there belongs to it. */
export function prepareAffiliation(
  call: Call,
  domain: OrganizationDomain,
  address: string,
): OrganizationDomain {
  const emailAddress = normalizeEmail(address);
  if (!/^[^\s@]+@[^\s@]+$/.test(emailAddress) || !emailAddress.endsWith(`@${domain.name}`)) {
    const message = `The address has to be one at ${domain.name}.`;
    throw formError("form_param_value_invalid", message, "affiliation_email_address");
  }
  if (domain.verifiedAt !== null) throw alreadyVerified();
  const verification = sendCode(call, emailAddress, "email_code");
  // A code under way is no change that a server hears of.
  return call.store.domains.put({
    ...domain,
    affiliationEmailAddress: emailAddress,
    verification,
  });
}

export function attemptAffiliation(
  call: Call,
  domain: OrganizationDomain,
  code: string | null,
): OrganizationDomain {
  if (domain.verifiedAt !== null) throw alreadyVerified();
  const { next, error } = tryCode(call, domain.verification, "email_code", code);
  if (error) {
    call.store.domains.put({ ...domain, verification: next });
    throw error;
  }
  checkNotClaimed(call, domain.name);
  return change(call, domain, { verification: next, verifiedAt: call.clock.now() });
}

export function changeDomain(
  call: Call,
  domain: OrganizationDomain,
  changes: { enrollmentMode?: string | null; verified?: boolean; deletePending?: boolean },
): OrganizationDomain {
  const enrollmentMode = checkMode(call, changes.enrollmentMode ?? domain.enrollmentMode);
  const verify = changes.verified === true && domain.verifiedAt === null;
  if (verify) checkNotClaimed(call, domain.name);
  if (changes.deletePending) dropPending(call, domain);
  const now = call.clock.now();
  return change(call, domain, {
    enrollmentMode,
    ...(verify ? { verification: verifiedBy("email_code", now), verifiedAt: now } : {}),
  });
}

/** @throws while nobody has shown that the domain is the organization's */
export function checkVerified(domain: OrganizationDomain): void {
  if (domain.verifiedAt !== null) return;
  const message = "The domain has to be verified first.";
  throw new ClerkError(400, "organization_domain_not_verified", message);
}

/** What came of it and waits is taken back with it. */
export function deleteDomain(call: Call, domain: OrganizationDomain): void {
  dropPending(call, domain);
  call.store.domains.delete(domain.id);
  emitDomainDeleted(call, domain);
}

function change(
  call: Call,
  domain: OrganizationDomain,
  changes: Partial<OrganizationDomain>,
): OrganizationDomain {
  const changed = call.store.domains.put({
    ...domain,
    ...changes,
    updatedAt: call.clock.tick(),
  });
  emitDomain(call, "organizationDomain.updated", changed);
  enrollEverybody(call, changed);
  return changed;
}

function checkName(call: Call, organization: Organization, input: string): string {
  if (!call.settings.instance.domains.enabled) {
    const message = "This instance has verified domains switched off.";
    throw forbidden("organization_domains_not_enabled", message);
  }
  const name = input.trim().toLowerCase();
  if (!name) throw missingParam("name");
  if (!DOMAIN.test(name)) {
    throw formError("form_param_format_invalid", "must be a domain like example.com", "name");
  }
  if (COMMON.has(name)) {
    const message = `${name} is a common provider of e-mail, and belongs to no organization.`;
    throw formError("organization_domain_common", message, "name");
  }
  if (domainsOf(call, organization.id).some((one) => one.name === name)) throw taken("name");
  checkNotClaimed(call, name);
  return name;
}

/** A domain may be verified for one organization only. */
function checkNotClaimed(call: Call, name: string): void {
  const claimed = call.store.domains.find((one) => one.name === name && one.verifiedAt !== null);
  if (claimed) throw taken("name");
}

function checkMode(call: Call, mode: string): EnrollmentMode {
  const known = ENROLLMENT_MODES.find((one) => one === mode);
  if (known && call.settings.instance.domains.enrollmentModes.includes(known)) return known;
  const message = "is no enrollment mode of this instance";
  throw formError("form_param_value_invalid", message, "enrollment_mode");
}

function taken(param: string): ClerkError {
  return formError("form_identifier_exists", "That domain is taken. Please try another.", param);
}

function alreadyVerified(): ClerkError {
  const message = "This domain has already been verified.";
  return new ClerkError(400, "verification_already_verified", message);
}
