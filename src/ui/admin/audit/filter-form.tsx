import Link from "next/link";
import { errorCodes } from "@/src/access/errors";
import { actionWords, wordsOfOutcome } from "@/src/ui/audit/words";
import { buttonClass } from "@/src/ui/button";
import { SelectField, TextField } from "@/src/ui/field";
import { auditPath } from "../paths";
import { isFilteredAudit, type AuditAddress } from "./address";

const outcomes = ["done", "begun", "not_done", ...Object.keys(errorCodes), "more_not_recorded"];
const id = "[A-Za-z0-9]{1,64}";

/** A plain form: it writes the address. */
export function AuditFilterForm({ address }: { address: AuditAddress }) {
  const { action, actor, outcome, chain } = address;
  return (
    <form
      key={`${action} ${actor} ${outcome} ${chain}`}
      role="search"
      action={auditPath}
      className="mb-4 grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-[1fr_1fr_1fr_12rem_auto]"
    >
      <SelectField label="What" name="action" defaultValue={action ?? ""}>
        <option value="">Everything</option>
        {Object.entries(actionWords).map(([path, words]) => (
          <option key={path} value={path}>
            {words} ({path})
          </option>
        ))}
      </SelectField>
      <TextField
        label="Who: id of a person"
        name="actor"
        defaultValue={actor ?? ""}
        pattern={`user_${id}`}
        title="user_…"
        placeholder="user_"
        spellCheck={false}
      />
      <TextField
        label="Chain: admin, or an id"
        name="chain"
        defaultValue={chain}
        pattern={`admin|(org|user)_${id}`}
        title="admin, org_… or user_…"
        placeholder="org_"
        spellCheck={false}
      />
      <SelectField label="Outcome" name="outcome" defaultValue={outcome ?? ""}>
        <option value="">Any</option>
        {outcomes.map((code) => (
          <option key={code} value={code}>
            {wordsOfOutcome(code).name}
          </option>
        ))}
      </SelectField>
      <div className="flex gap-2">
        <button type="submit" className={buttonClass("primary")}>
          Filter
        </button>
        {isFilteredAudit(address) && (
          <Link href={auditPath} className={buttonClass("ghost")}>
            Clear
          </Link>
        )}
      </div>
    </form>
  );
}
