// How long each chapter's demo takes, as measured by the walk. It is part of the minutes
// on a page (tools/checks/minutes.ts). `npm run walk -- --record` writes the file.

export const DEMO_SECONDS = 'tools/walk/measured-demos.json';

/** A demo whose time changes only a little keeps its number. */
const TOLERATED = 0.3;

/** The file's text, with the new measurements where they differ. */
export function withSeconds(
  old: Readonly<Record<string, number>>,
  measured: ReadonlyMap<string, number>,
): string {
  const all = { ...old };
  for (const [folder, seconds] of measured) {
    const known = all[folder];
    if (known === undefined || Math.abs(seconds - known) > known * TOLERATED)
      all[folder] = Math.ceil(seconds);
  }
  const sorted = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify(sorted, undefined, 2)}\n`;
}
