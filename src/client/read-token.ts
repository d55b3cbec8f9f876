import type { useAuth } from "@clerk/nextjs";
import { isClerkAPIResponseError } from "@clerk/nextjs/errors";
import { NoMemberError, SignedOutError } from "./fault";

type GetToken = ReturnType<typeof useAuth>["getToken"];

/**
 * A token of Clerk's for an organization, or for none. Where Clerk has answered that there is none, it is not Clerk that cannot be
 * reached: whoever reads about it is told what is the matter.
 * @throws SignedOutError, NoMemberError, or what Clerk's script throws where Clerk did not answer
 */
export async function readToken(
  getToken: GetToken,
  organizationId: string | null,
  options: { skipCache?: boolean },
): Promise<string> {
  try {
    const token = await getToken(organizationId ? { organizationId, ...options } : options);
    if (token) return token;
  } catch (error) {
    if (!isClerkAPIResponseError(error) || error.status >= 500 || error.status === 429) throw error;
    if (organizationId && error.status !== 401) throw new NoMemberError();
  }
  throw new SignedOutError();
}
