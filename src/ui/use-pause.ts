import { useEffect, useState } from "react";

/** The value once it has stayed the same for so many milliseconds: what somebody is still typing is not asked for. */
export function usePause<T>(value: T, milliseconds: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return settled;
}
