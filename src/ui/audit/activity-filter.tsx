"use client";

import Form from "next/form";
import Link from "next/link";
import { buttonClass } from "../button";
import { SelectField } from "../field";
import { activityPath, isFiltered, type ActivityAddress } from "./address";
import { useNames } from "./use-names";
import { listedOutcomes, organizationActions, wordsOfAction, wordsOfOutcome } from "./words";

interface ActivityFilterProps {
  slug: string;
  address: ActivityAddress;
}

/** A form whose answer is an address: it works before, and without, a script. */
export function ActivityFilter({ slug, address }: ActivityFilterProps) {
  const { actor, action, outcome } = address;
  const { members, nameOf } = useNames(actor ? [actor] : []);
  const nameOrId = (id: string) => nameOf(id) ?? id;
  return (
    <Form
      action={activityPath(slug)}
      role="search"
      aria-label="Activity"
      // The fields keep what was typed; another address is another form.
      key={`${actor} ${action} ${outcome}`}
      className="mb-4 grid grid-cols-2 items-end gap-3 lg:grid-cols-[1fr_1fr_1fr_auto]"
    >
      <SelectField label="Who" name="actor" defaultValue={actor ?? ""}>
        <option value="">Anybody</option>
        <Choices values={members.map(({ userId }) => userId)} chosen={actor} wordsOf={nameOrId} />
      </SelectField>
      <SelectField label="What" name="action" defaultValue={action ?? ""}>
        <option value="">Anything</option>
        <Choices values={organizationActions} chosen={action} wordsOf={wordsOfAction} />
      </SelectField>
      <SelectField label="Outcome" name="outcome" defaultValue={outcome ?? ""}>
        <option value="">Any outcome</option>
        <Choices
          values={listedOutcomes}
          chosen={outcome}
          wordsOf={(value) => wordsOfOutcome(value).name}
        />
      </SelectField>
      <div className="flex gap-2">
        <button type="submit" className={buttonClass("primary")}>
          Filter
        </button>
        {isFiltered(address) && (
          <Link href={activityPath(slug)} className={buttonClass("ghost")}>
            Clear
          </Link>
        )}
      </div>
    </Form>
  );
}

interface ChoicesProps {
  values: readonly string[];
  /** What the address says, which need not be one of them. */
  chosen: string | undefined;
  wordsOf: (value: string) => string;
}

function Choices({ values, chosen, wordsOf }: ChoicesProps) {
  const all = chosen === undefined || values.includes(chosen) ? values : [...values, chosen];
  return all.map((value) => (
    <option key={value} value={value}>
      {wordsOf(value)}
    </option>
  ));
}
