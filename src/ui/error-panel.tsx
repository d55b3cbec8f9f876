"use client";

import { CircleAlert } from "lucide-react";
import { Button } from "./button";
import { State } from "./state";

interface ErrorPanelProps {
  title: string;
  /** What happened and what to do next. */
  message: string;
  /** Names the failed call or page in the server's log. */
  reference: string | null;
  onRetry: () => void;
}

export function ErrorPanel({ title, message, reference, onRetry }: ErrorPanelProps) {
  return (
    <div role="alert">
      <State
        icon={<CircleAlert />}
        title={title}
        action={
          <Button look="primary" onClick={onRetry}>
            Try again
          </Button>
        }
      >
        <p>{message}</p>
        {reference && (
          <p className="mt-2 text-small">
            Request <code className="font-mono break-all select-all">{reference}</code>
          </p>
        )}
      </State>
    </div>
  );
}
