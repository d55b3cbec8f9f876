import Link from "next/link";
import { gateGrants, type Gate } from "@/src/access/grants";
import { principalKeys, principalOf, type PrincipalKey } from "@/src/access/matrix/principals";
import { buttonClass } from "@/src/ui/button";
import { SelectField, TextField } from "@/src/ui/field";

export interface AccessAddress {
  readonly search: string;
  readonly gate: Gate | null;
  readonly principal: PrincipalKey | null;
}

/** A plain form: the filter is the address, works without a script, and can be sent to a colleague. */
export function FilterForm({ search, gate, principal }: AccessAddress) {
  const filtered = search !== "" || gate !== null || principal !== null;
  return (
    <form
      role="search"
      action="/admin/access"
      className="mb-8 grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-[1fr_10rem_16rem_auto]"
    >
      <TextField
        type="search"
        label="Procedure, permission or address"
        name="q"
        defaultValue={search}
        maxLength={100}
        placeholder="project"
      />
      <SelectField label="Gate" name="gate" defaultValue={gate ?? ""}>
        <option value="">All gates</option>
        {Object.keys(gateGrants).map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </SelectField>
      <SelectField label="Caller" name="as" defaultValue={principal ?? ""}>
        <option value="">All callers</option>
        {principalKeys.map((key) => (
          <option key={key} value={key}>
            {principalOf(key).title}
          </option>
        ))}
      </SelectField>
      <div className="flex gap-2">
        <button type="submit" className={buttonClass("primary")}>
          Filter
        </button>
        {filtered && (
          <Link href="/admin/access" className={buttonClass("ghost")}>
            Clear
          </Link>
        )}
      </div>
    </form>
  );
}
