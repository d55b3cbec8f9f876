import { notFound } from "next/navigation";
import { connection } from "next/server";

/**
 * Every address that is no page. Next's own answer to them is rendered when the application is built, where no nonce can be put
 * into it, and the policy of a page would stop its scripts.
 */
export default async function AbsentPage() {
  await connection();
  notFound();
}
