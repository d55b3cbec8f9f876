import { Button } from "./button";

interface FormActionsProps {
  /** What sending the form does, in words. */
  action: string;
  busy: boolean;
  onCancel: () => void;
}

/** The foot of a form in a dialog. */
export function FormActions({ action, busy, onCancel }: FormActionsProps) {
  return (
    <div className="mt-2 flex justify-end gap-2">
      <Button onClick={onCancel}>Cancel</Button>
      <Button look="primary" type="submit" busy={busy}>
        {action}
      </Button>
    </div>
  );
}
