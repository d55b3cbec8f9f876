import type { Terminal } from "../stack/terminal.ts";
import type { Answer, Layer, LayerName } from "./answer.ts";

type Style = Terminal["style"];

const titles: Readonly<Record<LayerName, string>> = {
  router: "router",
  token: "token",
  types: "handle",
  gate: "gate",
  entry: "entry",
  policies: "policies",
};
const signs = {
  allows: { text: "✓", style: "green" },
  refuses: { text: "✗", style: "red" },
  tells: { text: "·", style: "dim" },
} as const;

/** The answer in lines for a person to read, the decision first. */
export function answerLines(answer: Answer, style: Style, all: boolean): string[] {
  const { procedure, as, organization, decision, status, message, layers } = answer;
  const where = organization === null ? "" : ` in ${organization}`;
  const verdict =
    decision === "allowed"
      ? style(["bold", "green"], "allowed")
      : style(["bold", "red"], `refused, ${decision} (${status ?? ""})`);
  return [
    "",
    `  ${style("bold", procedure)} as ${as}${where}: ${verdict}`,
    ...(message === null ? [] : [`  ${message}`]),
    "",
    ...layers.flatMap((layer) => [...layerLines(layer, style, all), ""]),
  ];
}

function layerLines({ name, verdict, reasons }: Layer, style: Style, all: boolean): string[] {
  const sign = signs[verdict];
  const shown = reasons.filter(({ also }) => all || also === undefined);
  const hidden = [...new Set(reasons.flatMap(({ also }) => also ?? []))];
  if (!all && hidden.length > 0) {
    shown.push({ text: `also granted: ${hidden.join(", ")} (--all)`, place: null });
  }
  return shown.map(({ text, place }, index) => {
    const lead =
      index === 0 ? `${style(sign.style, sign.text)} ${titles[name].padEnd(9)}` : " ".repeat(11);
    const at = place ? `  ${style("dim", `${place.file}:${place.line}`)}` : "";
    return `  ${lead} ${text}${at}`;
  });
}
