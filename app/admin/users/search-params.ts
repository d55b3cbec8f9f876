import { userStatuses } from "@/src/access/people";
import { listSearch } from "../search-params";

export const UsersSearch = listSearch(userStatuses);
