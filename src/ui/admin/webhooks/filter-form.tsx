import Link from "next/link";
import { deliverySources, deliveryStatuses } from "@/src/access/deliveries";
import { buttonClass } from "@/src/ui/button";
import { SelectField, TextField } from "@/src/ui/field";
import { hrefOfWebhooks, isFiltered, webhooksPath, type WebhooksAddress } from "./address";
import { sourceWords, statusWords } from "./words";

export function FilterForm({ address }: { address: WebhooksAddress }) {
  const { status, source, type, subject, from, to, span } = address;
  return (
    <form
      role="search"
      aria-label="Deliveries"
      action={webhooksPath}
      className="mb-4 grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-[9rem_9rem_1fr_1fr]"
    >
      {span !== "day" && <input type="hidden" name="span" value={span} />}
      <SelectField label="Status" name="status" defaultValue={status ?? ""}>
        <option value="">Any status</option>
        {deliveryStatuses.map((each) => (
          <option key={each} value={each}>
            {statusWords[each].name}
          </option>
        ))}
      </SelectField>
      <SelectField label="Source" name="source" defaultValue={source ?? ""}>
        <option value="">Any source</option>
        {deliverySources.map((each) => (
          <option key={each} value={each}>
            {sourceWords[each]}
          </option>
        ))}
      </SelectField>
      <TextField
        label="Type, or how it begins"
        name="type"
        defaultValue={type}
        maxLength={120}
        pattern="[\w.]+"
        placeholder="organizationMembership."
      />
      <TextField
        label="Id of a person, organization or delivery"
        name="subject"
        defaultValue={subject}
        maxLength={80}
        pattern="[\w\-]+"
        placeholder="user_2abc"
      />
      <div className="grid grid-cols-1 gap-3 sm:col-span-2 sm:grid-cols-2 lg:col-span-3">
        <TextField
          label="Received from (UTC)"
          type="datetime-local"
          name="from"
          defaultValue={from}
        />
        <TextField label="Received until (UTC)" type="datetime-local" name="to" defaultValue={to} />
      </div>
      <div className="flex gap-2">
        <button type="submit" className={buttonClass("primary")}>
          Filter
        </button>
        {isFiltered(address) && (
          <Link href={hrefOfWebhooks({ span })} className={buttonClass("ghost")}>
            Clear
          </Link>
        )}
      </div>
    </form>
  );
}
