import Link from "next/link";
import { gateGrants, type Gate } from "@/src/access/grants";
import { principalKeys, principalOf, type PrincipalKey } from "@/src/access/matrix/principals";
import { buttonClass } from "@/src/ui/button";

export interface AccessAddress {
  readonly search: string;
  readonly gate: Gate | null;
  readonly principal: PrincipalKey | null;
}

const control =
  "h-9 w-full rounded-control border border-border-strong/60 bg-surface px-3 text-ui placeholder:text-muted";

/** A plain form: the filter is the address, works without a script, and can be sent to a colleague. */
export function FilterForm({ search, gate, principal }: AccessAddress) {
  const filtered = search !== "" || gate !== null || principal !== null;
  return (
    <form
      role="search"
      action="/admin/access"
      className="mb-8 grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-[1fr_10rem_16rem_auto]"
    >
      <div className="grid gap-1.5">
        <label htmlFor="q" className="text-small font-medium">
          Procedure, permission or address
        </label>
        <input
          type="search"
          id="q"
          name="q"
          defaultValue={search}
          maxLength={100}
          placeholder="project"
          className={control}
        />
      </div>
      <div className="grid gap-1.5">
        <label htmlFor="gate" className="text-small font-medium">
          Gate
        </label>
        <select id="gate" name="gate" defaultValue={gate ?? ""} className={control}>
          <option value="">All gates</option>
          {Object.keys(gateGrants).map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <div className="grid gap-1.5">
        <label htmlFor="as" className="text-small font-medium">
          Caller
        </label>
        <select id="as" name="as" defaultValue={principal ?? ""} className={control}>
          <option value="">All callers</option>
          {principalKeys.map((key) => (
            <option key={key} value={key}>
              {principalOf(key).title}
            </option>
          ))}
        </select>
      </div>
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
