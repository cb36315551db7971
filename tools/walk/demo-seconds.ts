// How long each chapter's demo takes, as the walk measured it: one part of the minutes of
// a page (tools/checks/minutes.ts). `npm run walk -- --record` writes the file.

export const DEMO_SECONDS = 'tools/walk/demo-seconds.json';

/** A demo that takes a little longer than before keeps its number. */
const TOLERATED = 0.3;

/** The file's text, with what was measured now where it differs. */
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
