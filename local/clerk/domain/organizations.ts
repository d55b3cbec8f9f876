import { forbidden, formError, invalidParam, missingParam, notFound } from "../errors.ts";
import { newId } from "../ids.ts";
import { dropImagesOf } from "../images.ts";
import type { Call, Instance } from "../instance.ts";
import type { Metadata } from "../model/metadata.ts";
import type { Organization } from "../model/organizations.ts";
import { creatorRole } from "../roles.ts";
import { emitOrganization, emitOrganizationDeleted } from "../webhooks/events.ts";
import { deleteApiKeysOf } from "./api-keys.ts";
import { addMember, dropMembership } from "./memberships.ts";

export function findOrganization(
  instance: Pick<Instance, "store">,
  idOrSlug: string,
): Organization | undefined {
  return (
    instance.store.organizations.get(idOrSlug) ??
    instance.store.organizations.find((one) => one.slug === idOrSlug)
  );
}

export function getOrganization(instance: Pick<Instance, "store">, idOrSlug: string): Organization {
  const organization = findOrganization(instance, idOrSlug);
  if (!organization) throw notFound("Organization not found");
  return organization;
}

export interface NewOrganization {
  name: string;
  slug?: string | null;
  createdBy?: string | null;
  maxAllowedMemberships?: number;
  publicMetadata?: Metadata;
  privateMetadata?: Metadata;
}

/** The creator becomes its administrator. */
export function createOrganization(call: Call, input: NewOrganization): Organization {
  if (!input.name.trim()) throw missingParam("name");
  const createdBy = input.createdBy ?? null;
  if (createdBy && !call.store.users.get(createdBy)) {
    throw notFound(`No user was found with id ${createdBy}`);
  }
  if (createdBy) checkCreationLimit(call, createdBy);
  const { organizations } = call.settings.instance;
  const slug = input.slug ? checkSlug(call, input.slug) : freeSlug(call, input.name);
  const now = call.clock.tick();
  const organization = call.store.organizations.put({
    id: newId("org"),
    name: input.name.trim(),
    slug,
    createdBy,
    maxAllowedMemberships: input.maxAllowedMemberships ?? organizations.maxAllowedMemberships,
    publicMetadata: input.publicMetadata ?? {},
    privateMetadata: input.privateMetadata ?? {},
    createdAt: now,
    updatedAt: now,
  });
  emitOrganization(call, "organization.created", organization);
  if (createdBy) addMember(call, organization.id, createdBy, creatorRole(call));
  return organization;
}

export function updateOrganization(
  call: Call,
  organization: Organization,
  changes: Partial<
    Pick<
      Organization,
      "name" | "slug" | "imageId" | "maxAllowedMemberships" | "publicMetadata" | "privateMetadata"
    >
  >,
): Organization {
  if (changes.name !== undefined && !changes.name.trim()) throw missingParam("name");
  if (changes.slug !== undefined) checkSlug(call, changes.slug, organization.id);
  const changed = call.store.organizations.put({
    ...organization,
    ...changes,
    updatedAt: call.clock.tick(),
  });
  emitOrganization(call, "organization.updated", changed);
  return changed;
}

export function deleteOrganization(call: Call, organization: Organization): void {
  const belongs = (one: { organizationId: string }) => one.organizationId === organization.id;
  for (const membership of call.store.memberships.filter(belongs)) dropMembership(call, membership);
  for (const invitation of call.store.invitations.filter(belongs)) {
    call.store.invitations.delete(invitation.id);
  }
  for (const table of [call.store.domains, call.store.suggestions, call.store.membershipRequests]) {
    for (const one of table.values()) if (belongs(one)) table.delete(one.id);
  }
  deleteApiKeysOf(call, organization.id);
  dropImagesOf(call, organization.id);
  call.store.organizations.delete(organization.id);
  emitOrganizationDeleted(call, organization);
}

/** Whoever has made as many organizations as the settings allow makes no other. */
function checkCreationLimit(call: Call, userId: string): void {
  const { creationLimit } = call.settings.instance.organizations;
  if (creationLimit === null || countCreated(call, userId) < creationLimit) return;
  const message = "You have made as many organizations as you may make.";
  throw forbidden("organization_quota_exceeded", message);
}

/** How many of the organizations that exist somebody made. */
export function countCreated(instance: Pick<Instance, "store">, userId: string): number {
  return instance.store.organizations.filter((one) => one.createdBy === userId).length;
}

function checkSlug(call: Call, slug: string, ownId?: string): string {
  if (!/^[a-z0-9][a-z0-9_-]*$/.test(slug)) {
    throw invalidParam("slug", "may contain only lowercase letters, numbers, hyphens, underscores");
  }
  const taken = call.store.organizations.find((one) => one.slug === slug && one.id !== ownId);
  if (taken) throw formError("form_identifier_exists", "This slug is already in use.", "slug");
  return slug;
}

function freeSlug(call: Call, name: string): string {
  const words = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  const slug = words || "organization";
  return findOrganization(call, slug) ? `${slug}-${call.clock.tick()}` : slug;
}
