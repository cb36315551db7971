// Plots as SVG text: small, readable in light and dark, without a library.

/** Of a plot, in pixels. */
export const WIDTH = 760;

const STYLE = `
text { font: 13px system-ui, sans-serif; fill: #333 }
.title { font-weight: 600; font-size: 15px }
.quiet { fill: #777; font-size: 12px }
.grid { stroke: #ddd }
.reference { stroke: #999; stroke-dasharray: 4 3 }
.range { stroke-width: 4; stroke-linecap: round; opacity: 0.35 }
.curve { fill: none; stroke-width: 2 }
@media (prefers-color-scheme: dark) {
  text { fill: #ddd } .quiet { fill: #999 } .grid { stroke: #444 } .reference { stroke: #888 }
}`;

/** Told apart also by people who do not see all colours (Okabe and Ito). */
const COLORS = [
  '#0072b2',
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#e69f00',
  '#56b4e9',
  '#8c6bb1',
  '#7f7f7f',
];

/** A colour for each index, again from the start after the last one. */
export function colorOf(index: number): string {
  return COLORS[index % COLORS.length] as string;
}

/** A whole file. */
export function svgFile(title: string, height: number, parts: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img">`,
    `<title>${escapeXml(title)}</title>`,
    `<style>${STYLE}\n</style>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
}

export function text(
  x: number,
  y: number,
  content: string,
  { anchor = 'start', kind = '' }: { anchor?: 'start' | 'middle' | 'end'; kind?: string } = {},
): string {
  const name = kind === '' ? '' : ` class="${kind}"`;
  return `<text x="${px(x)}" y="${px(y)}" text-anchor="${anchor}"${name}>${escapeXml(content)}</text>`;
}

export function line(
  [x1, y1, x2, y2]: readonly [number, number, number, number],
  kind: string,
  color?: string,
): string {
  const stroke = color === undefined ? '' : ` stroke="${color}"`;
  return `<line x1="${px(x1)}" y1="${px(y1)}" x2="${px(x2)}" y2="${px(y2)}" class="${kind}"${stroke}/>`;
}

export function dot(x: number, y: number, color: string): string {
  return `<circle cx="${px(x)}" cy="${px(y)}" r="4" fill="${color}"/>`;
}

export function curve(points: readonly (readonly [number, number])[], color: string): string {
  const path = points.map(([x, y]) => `${px(x)},${px(y)}`).join(' ');
  return `<polyline points="${path}" class="curve" stroke="${color}"/>`;
}

function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escapeXml(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
