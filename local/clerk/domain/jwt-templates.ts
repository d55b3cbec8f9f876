import { createPrivateKey } from "node:crypto";
import { SignJWT } from "jose";
import { ClerkError, formError, invalidParam, missingParam, notFound } from "../errors.ts";
import { newId } from "../ids.ts";
import type { Call, Instance } from "../instance.ts";
import type { JwtTemplate } from "../model/jwt-templates.ts";
import type { Metadata } from "../model/metadata.ts";
import { checkClaims } from "../templates/shortcodes.ts";

/** Set by every token itself, or tied to a session, which a template's token is not. */
const RESERVED = ["azp", "exp", "fea", "iat", "iss", "jti", "nbf", "pla", "sid", "sub", "v"];

export type JwtTemplateFields = Pick<
  JwtTemplate,
  "name" | "claims" | "lifetime" | "allowedClockSkew" | "customKey"
>;

export async function createJwtTemplate(
  instance: Pick<Instance, "store" | "clock">,
  fields: JwtTemplateFields,
): Promise<JwtTemplate> {
  await checkJwtTemplate(instance, fields, null);
  return addJwtTemplate(instance, fields);
}

/** For fields that were checked before. */
export function addJwtTemplate(
  instance: Pick<Instance, "store" | "clock">,
  fields: JwtTemplateFields,
): JwtTemplate {
  const now = instance.clock.tick();
  return instance.store.jwtTemplates.put({
    ...fields,
    id: newId("jtmp"),
    createdAt: now,
    updatedAt: now,
  });
}

export async function changeJwtTemplate(
  call: Call,
  template: JwtTemplate,
  changes: Partial<JwtTemplateFields>,
): Promise<JwtTemplate> {
  const changed = { ...template, ...changes };
  await checkJwtTemplate(call, changed, template.id);
  return call.store.jwtTemplates.put({ ...changed, updatedAt: call.clock.tick() });
}

export function getJwtTemplate(instance: Pick<Instance, "store">, id: string): JwtTemplate {
  const template = instance.store.jwtTemplates.get(id);
  if (!template) throw notFound(`No JWT template exists with id: ${id}`);
  return template;
}

export function getJwtTemplateByName(instance: Pick<Instance, "store">, name: string): JwtTemplate {
  const template = instance.store.jwtTemplates.find((one) => one.name === name);
  if (!template) throw notFound(`No JWT template exists with name: ${name}`);
  return template;
}

/** What signs a template's tokens: its own key, or the instance's. */
export function signingKeyOf(instance: Pick<Instance, "keys">, template: JwtTemplate) {
  if (!template.customKey) {
    const { kid, privateKey } = instance.keys.signing;
    return { header: { alg: "RS256", kid }, key: privateKey };
  }
  const { algorithm, key } = template.customKey;
  const secret = algorithm.startsWith("HS") ? Buffer.from(key) : createPrivateKey(key);
  return { header: { alg: algorithm }, key: secret };
}

/** `ownId`: of the template that is to have these fields; its name may stay. */
export async function checkJwtTemplate(
  instance: Pick<Instance, "store">,
  fields: JwtTemplateFields,
  ownId: string | null,
): Promise<void> {
  const { name, claims, customKey } = fields;
  if (!name) throw missingParam("name");
  // It is a part of the path by which a token is asked for.
  if (/[/?#\s]/.test(name)) throw invalidParam("name", "must fit into an address");
  if (instance.store.jwtTemplates.find((one) => one.name === name && one.id !== ownId)) {
    throw formError("form_identifier_exists", `A template named ${name} exists already.`, "name");
  }
  checkReserved(claims);
  checkClaims(claims);
  if (customKey) await checkKey(customKey);
}

function checkReserved(claims: Metadata): void {
  const reserved = Object.keys(claims).find((claim) => RESERVED.includes(claim));
  if (reserved === undefined) return;
  const message = `You can't use the reserved claim: '${reserved}'`;
  throw new ClerkError(400, "jwt_template_reserved_claim", message, { param_name: "claims" });
}

/** A key that fits its algorithm signs something; every other one would fail at the first token. */
async function checkKey({ algorithm, key }: NonNullable<JwtTemplate["customKey"]>): Promise<void> {
  try {
    const secret = algorithm.startsWith("HS") ? Buffer.from(key) : createPrivateKey(key);
    await new SignJWT({}).setProtectedHeader({ alg: algorithm }).sign(secret);
  } catch {
    throw invalidParam("signing_key", `must be a private key for ${algorithm}`);
  }
}
