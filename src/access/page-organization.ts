/**
 * The header in which a page says which organization it shows. It grants nothing: a call is refused when its token is for
 * another one, so that a switch in another tab cannot turn a click here into a change there.
 */
export const pageOrganizationHeader = "x-page-organization";
