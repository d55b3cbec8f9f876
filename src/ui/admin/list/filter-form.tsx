import Link from "next/link";
import { buttonClass } from "@/src/ui/button";
import { SelectField, TextField } from "@/src/ui/field";
import { hrefOfList, isFiltered, type ListAddress } from "./address";

interface FilterFormProps<S extends string> {
  address: ListAddress<S>;
  /** What the search looks into. */
  searchLabel: string;
  placeholder: string;
  /** Everything, and then each status. */
  everything: string;
  statuses: Readonly<Record<S, string>>;
}

/** A plain form: it writes the address. */
export function FilterForm<S extends string>({
  address,
  searchLabel,
  placeholder,
  everything,
  statuses,
}: FilterFormProps<S>) {
  const { path, q, status, order } = address;
  return (
    <form
      // What the fields show follows the address, also when a link has changed it.
      key={`${q} ${status} ${order}`}
      role="search"
      action={path}
      className="mb-4 grid items-end gap-3 sm:grid-cols-[1fr_12rem_auto]"
    >
      <TextField
        type="search"
        label={searchLabel}
        name="q"
        defaultValue={q}
        maxLength={100}
        placeholder={placeholder}
      />
      <SelectField label="Status" name="status" defaultValue={status ?? ""}>
        <option value="">{everything}</option>
        {Object.entries<string>(statuses).map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </SelectField>
      {order !== "newest" && <input type="hidden" name="order" value={order} />}
      <div className="flex gap-2">
        <button type="submit" className={buttonClass("primary")}>
          Filter
        </button>
        {isFiltered(address) && (
          <Link
            href={hrefOfList({ ...address, q: "", status: null, after: null })}
            className={buttonClass("ghost")}
          >
            Clear
          </Link>
        )}
      </div>
    </form>
  );
}
