import { organizationStatuses } from "@/src/access/people";
import { listSearch } from "../search-params";

export const OrganizationsSearch = listSearch(organizationStatuses);
