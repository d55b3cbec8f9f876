import { expect } from "vitest";
import type { Contract } from "../contract.ts";
import { PICTURE, refusal, type World } from "../world.ts";

async function invited({ api, newOrganization, unique }: World) {
  const organization = await newOrganization();
  const invitation = await api.organizations.createOrganizationInvitation({
    organizationId: organization.id,
    emailAddress: `${unique("guest")}@example.test`,
    role: "org:member",
  });
  return { organization, invitation };
}

async function joined({ api, newUser, newOrganization }: World) {
  const [admin, member] = [await newUser(), await newUser()];
  const organization = await newOrganization(admin.id);
  const membership = await api.organizations.createOrganizationMembership({
    organizationId: organization.id,
    userId: member.id,
    role: "org:member",
  });
  return {
    organization,
    membership,
    admin,
    ids: { organizationId: organization.id, userId: member.id },
  };
}

async function withDomain({ api, newOrganization, unique }: World) {
  await api.instance.updateOrganizationSettings({ domainsEnabled: true });
  const { id } = await newOrganization();
  const domain = await api.organizations.createOrganizationDomain({
    organizationId: id,
    name: `${unique("domain")}.test`,
    enrollmentMode: "manual_invitation",
  });
  return { organizationId: id, domain };
}

export const organizations: Contract<"organizations"> = {
  async getOrganizationList({ api, newOrganization }) {
    const [first, second] = [await newOrganization(), await newOrganization()];
    const list = await api.organizations.getOrganizationList({
      organizationId: [first.id, second.id],
      orderBy: "+created_at",
      includeMembersCount: true,
    });
    expect(list.data.map((one) => one.id)).toEqual([first.id, second.id]);
    expect(list.totalCount).toBe(2);
  },

  async createOrganization({ api, newUser, unique }) {
    const user = await newUser();
    const slug = unique("slug");
    const made = await api.organizations.createOrganization({
      name: "Acme",
      slug,
      createdBy: user.id,
      maxAllowedMemberships: 7,
      privateMetadata: { plan: "x" },
    });
    expect([made.slug, made.createdBy, made.maxAllowedMemberships]).toEqual([slug, user.id, 7]);
    expect(made.privateMetadata).toEqual({ plan: "x" });
    const again = api.organizations.createOrganization({ name: "Acme", slug });
    expect(await refusal(again)).toEqual([422, "form_identifier_exists"]);
  },

  async getOrganization({ api, newOrganization }) {
    const { id, slug } = await newOrganization();
    expect((await api.organizations.getOrganization({ slug: slug })).id).toBe(id);
    expect((await api.organizations.getOrganization({ organizationId: id })).slug).toBe(slug);
  },

  async updateOrganization({ api, newOrganization }) {
    const { id } = await newOrganization();
    const updated = await api.organizations.updateOrganization(id, { name: "Renamed" });
    expect(updated.name).toBe("Renamed");
  },

  async updateOrganizationLogo({ api, newOrganization }) {
    const { id } = await newOrganization();
    const changed = await api.organizations.updateOrganizationLogo(id, { file: PICTURE });
    expect(changed.hasImage).toBe(true);
    const served = await fetch(changed.imageUrl);
    expect(served.headers.get("content-type")).toBe("image/png");
  },

  async deleteOrganizationLogo({ api, newOrganization }) {
    const { id } = await newOrganization();
    await api.organizations.updateOrganizationLogo(id, { file: PICTURE });
    expect((await api.organizations.deleteOrganizationLogo(id)).hasImage).toBe(false);
  },

  async updateOrganizationMetadata({ api, newOrganization }) {
    const { id } = await newOrganization();
    await api.organizations.updateOrganizationMetadata(id, { publicMetadata: { a: 1, b: 2 } });
    const merged = await api.organizations.updateOrganizationMetadata(id, {
      publicMetadata: { b: null },
    });
    expect(merged.publicMetadata).toEqual({ a: 1 });
  },

  async replaceOrganizationMetadata({ api, newOrganization }) {
    const { id } = await newOrganization();
    await api.organizations.updateOrganizationMetadata(id, { publicMetadata: { a: 1 } });
    const replaced = await api.organizations.replaceOrganizationMetadata(id, {
      publicMetadata: { c: 3 },
    });
    expect(replaced.publicMetadata).toEqual({ c: 3 });
  },

  async deleteOrganization({ api, newOrganization }) {
    const { id } = await newOrganization();
    expect(await api.organizations.deleteOrganization(id)).toMatchObject({ id, deleted: true });
    const gone = api.organizations.getOrganization({ organizationId: id });
    expect(await refusal(gone)).toEqual([404, "resource_not_found"]);
  },

  async getOrganizationMembershipList(world) {
    const { organization, ids } = await joined(world);
    const members = await world.api.organizations.getOrganizationMembershipList({
      organizationId: organization.id,
      role: ["org:member"],
    });
    expect(members.data.map((one) => one.publicUserData?.userId)).toEqual([ids.userId]);
  },

  async getInstanceOrganizationMembershipList(world) {
    const { membership } = await joined(world);
    const all = await world.api.organizations.getInstanceOrganizationMembershipList({ limit: 1 });
    expect(all.data.map((one) => one.id)).toEqual([membership.id]);
    expect(all.totalCount).toBeGreaterThan(1);
  },

  async createOrganizationMembership(world) {
    const { membership, ids } = await joined(world);
    expect([membership.role, membership.publicUserData?.userId]).toEqual([
      "org:member",
      ids.userId,
    ]);
    const again = world.api.organizations.createOrganizationMembership({
      ...ids,
      role: "org:admin",
    });
    expect(await refusal(again)).toEqual([400, "already_a_member_in_organization"]);
  },

  async updateOrganizationMembership(world) {
    const { ids } = await joined(world);
    const changed = await world.api.organizations.updateOrganizationMembership({
      ...ids,
      role: "org:admin",
    });
    expect(changed.role).toBe("org:admin");
  },

  async updateOrganizationMembershipMetadata(world) {
    const { ids } = await joined(world);
    const changed = await world.api.organizations.updateOrganizationMembershipMetadata({
      ...ids,
      publicMetadata: { seat: 4 },
    });
    expect(changed.publicMetadata).toEqual({ seat: 4 });
  },

  async deleteOrganizationMembership(world) {
    const { ids, admin, organization } = await joined(world);
    await world.api.organizations.deleteOrganizationMembership(ids);
    const last = { organizationId: organization.id, userId: admin.id };
    expect(await refusal(world.api.organizations.deleteOrganizationMembership(last))).toEqual([
      400,
      "organization_minimum_permissions_needed",
    ]);
  },

  async getOrganizationInvitationList(world) {
    const { organization, invitation } = await invited(world);
    const pending = await world.api.organizations.getOrganizationInvitationList({
      organizationId: organization.id,
      status: ["pending"],
    });
    expect(pending.data.map((one) => one.id)).toEqual([invitation.id]);
  },

  async createOrganizationInvitation(world) {
    const { organization, invitation } = await invited(world);
    expect([invitation.status, invitation.organizationId]).toEqual(["pending", organization.id]);
    const again = world.api.organizations.createOrganizationInvitation({
      organizationId: organization.id,
      emailAddress: invitation.emailAddress,
      role: "org:member",
    });
    expect(await refusal(again)).toEqual([400, "duplicate_record"]);
  },

  async createOrganizationInvitationBulk({ api, newOrganization, unique }) {
    const { id } = await newOrganization();
    const made = await api.organizations.createOrganizationInvitationBulk(id, [
      { emailAddress: `${unique("bulk")}@example.test`, role: "org:member" },
      { emailAddress: `${unique("bulk")}@example.test`, role: "org:admin" },
    ]);
    // Guarantee: Clerk answers a page here, although the method declares a list. See the SDK's deserializer.
    expect(made.data.map((one) => one.role)).toEqual(["org:member", "org:admin"]);
  },

  async getOrganizationInvitation(world) {
    const { organization, invitation } = await invited(world);
    const read = await world.api.organizations.getOrganizationInvitation({
      organizationId: organization.id,
      invitationId: invitation.id,
    });
    expect(read).toEqual(invitation);
  },

  async revokeOrganizationInvitation(world) {
    const { organization, invitation } = await invited(world);
    const revoked = await world.api.organizations.revokeOrganizationInvitation({
      organizationId: organization.id,
      invitationId: invitation.id,
    });
    expect(revoked.status).toBe("revoked");
  },

  async getOrganizationDomainList(world) {
    const { organizationId, domain } = await withDomain(world);
    const list = await world.api.organizations.getOrganizationDomainList({ organizationId });
    expect(list.data.map((one) => one.id)).toEqual([domain.id]);
  },

  async createOrganizationDomain(world) {
    const { domain } = await withDomain(world);
    expect(domain.verification?.status).toBe("verified");
    const { id } = await world.newOrganization();
    const taken = world.api.organizations.createOrganizationDomain({
      organizationId: id,
      name: domain.name,
      enrollmentMode: "manual_invitation",
    });
    expect(await refusal(taken)).toEqual([422, "form_identifier_exists"]);
  },

  async updateOrganizationDomain(world) {
    const { organizationId, domain } = await withDomain(world);
    const changed = await world.api.organizations.updateOrganizationDomain({
      organizationId,
      domainId: domain.id,
      enrollmentMode: "automatic_suggestion",
    });
    expect(Reflect.get(changed, "enrollment_mode")).toBe("automatic_suggestion");
  },

  async deleteOrganizationDomain(world) {
    const { organizationId, domain } = await withDomain(world);
    const ids = { organizationId, domainId: domain.id };
    const gone = await world.api.organizations.deleteOrganizationDomain(ids);
    expect(gone).toMatchObject({ id: domain.id, deleted: true });
    const again = world.api.organizations.deleteOrganizationDomain(ids);
    expect(await refusal(again)).toEqual([404, "resource_not_found"]);
  },
};
