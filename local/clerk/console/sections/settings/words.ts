const units: Record<string, string> = {
  Ms: "in ms",
  Seconds: "in seconds",
  Minutes: "in minutes",
};

/** `retryAfterSeconds` → "Retry after, in seconds": the name of a setting as a person says it. */
export function words(name: string): string {
  const unit = Object.keys(units).find((one) => name.endsWith(one));
  const short = unit ? name.slice(0, -unit.length) : name;
  const text = short
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replace(/\bapi\b/, "API")
    .replace(/\burl\b/, "address")
    .replace(/^max\b/, "most");
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  return unit ? `${sentence}, ${units[unit]}` : sentence;
}
