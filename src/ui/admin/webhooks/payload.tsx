"use client";

import { Eye, EyeOff } from "lucide-react";
import { Fragment } from "react";
import { hiddenValue } from "@/src/access/deliveries";
import { DeliveryId } from "@/src/access/ids";
import { notifyFault } from "@/src/client/notify";
import { calls } from "@/src/client/procedure";
import { trpc } from "@/src/client/trpc";
import { Button } from "@/src/ui/button";

interface Props {
  id: string;
  masked: string;
  hidden: number;
  reduced: boolean;
}

/** The payload without what is personal, until somebody asks for that; the server writes down who did. */
export function Payload({ id, masked, hidden, reduced }: Props) {
  const reveal = trpc.delivery.reveal.useMutation({
    onError: (error) => notifyFault(error, "The payload was not revealed"),
  });
  const shown = reveal.data ? reveal.data.payload : masked;
  return (
    <section aria-labelledby="payload" className="mt-8">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <div>
          <h2 id="payload" className="text-base font-semibold">
            Payload
          </h2>
          <p className="text-small text-muted" role="status">
            {reveal.data
              ? "Shown in full. That you looked is on the audit trail."
              : explain(hidden, reduced)}
          </p>
        </div>
        {reveal.data ? (
          <Button onClick={() => reveal.reset()}>
            <EyeOff aria-hidden className="size-4" />
            Hide again
          </Button>
        ) : (
          hidden > 0 && (
            <Button
              {...calls("delivery.reveal")}
              busy={reveal.isPending}
              onClick={() => reveal.mutate({ id: DeliveryId.parse(id) })}
            >
              <Eye aria-hidden className="size-4" />
              Reveal personal data
            </Button>
          )
        )}
      </div>
      <pre
        tabIndex={0}
        aria-label={reveal.data ? "Payload in full" : "Payload with personal data hidden"}
        className="max-h-[36rem] overflow-auto rounded-card border bg-code p-4 font-mono text-xs leading-relaxed"
      >
        <Text text={shown} />
      </pre>
    </section>
  );
}

function explain(hidden: number, reduced: boolean): string {
  if (reduced) return "Reduced to ids and versions: what was personal is gone.";
  if (hidden === 0) return "Holds nothing personal.";
  return `${hidden} ${hidden === 1 ? "value is" : "values are"} hidden. Asking for them is recorded.`;
}

function Text({ text }: { text: string }) {
  const pieces = text.split(JSON.stringify(hiddenValue));
  return pieces.map((piece, index) => (
    // Pieces of one text have no other name than their place.
    <Fragment key={index}>
      {index > 0 && (
        <span className="rounded-control bg-subtle px-1 text-muted">
          <span aria-hidden>{hiddenValue}</span>
          <span className="sr-only">hidden</span>
        </span>
      )}
      {piece}
    </Fragment>
  ));
}
