import type { Visit } from "./screen.ts";
import { fileOf, type Screen, themes, widthNames } from "./screen.ts";

export const documentPath = "docs/screens.md";

const intro = `# Every page, as it looks

Made by \`npm run screenshots\`, which starts the application with its example people on a production build, opens each page in a
browser and takes it light and dark, wide and narrow. Do not edit; a test holds it to the list of pages. The same command says by
how much each page jumps while it loads.
`;

/** The page that shows the pictures. */
export function writeScreens(
  visits: readonly Visit[],
  withoutPicture: Readonly<Record<string, string>>,
): string {
  const parts = visits.flatMap(({ who, screens }) => [`## ${who}`, ...screens.map(partOf)]);
  const reasons = Object.entries(withoutPicture).map(([path, why]) => `- \`${path}\`: ${why}`);
  return `${[intro.trimEnd(), ...parts, "## Without a picture", reasons.join("\n")].join("\n\n")}\n`;
}

function partOf(screen: Screen): string {
  const cells = widthNames.flatMap((width) =>
    themes.map((theme) => {
      const pixels = width === "wide" ? 360 : 110;
      const alt = `${screen.title}, ${theme}, ${width}`;
      const file = `screens/${fileOf(screen, theme, width)}`;
      return `<td><a href="${file}"><img src="${file}" width="${pixels}" alt="${alt}"></a></td>`;
    }),
  );
  const table = `<table><tr>\n${cells.join("\n")}\n</tr></table>`;
  return `### ${screen.title}\n\n\`${screen.path}\`: ${screen.says}\n\n${table}`;
}
