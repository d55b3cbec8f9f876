/** Three figures that count, as a reader would write them. */
export function shown(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1000) return Math.round(value).toLocaleString("en-US");
  if (size >= 100) return value.toFixed(0);
  if (size >= 10) return value.toFixed(1);
  return size >= 1 ? value.toFixed(2) : value.toPrecision(3);
}

export function withUnit(value: number, unit: string): string {
  if (unit === "×") return `${shown(value)} ×`;
  return unit === "" ? shown(value) : `${shown(value)} ${unit}`;
}
