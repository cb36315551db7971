// Writes a file as a whole: until the new text is on the disk, the old file stays as it
// is. So a full disk, or a crash, leaves either the old file or the new one.

import { renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * @param beforeReplacing runs when the text is written, and nothing is replaced yet
 * @throws the system's error, with the file's path
 */
export function writeWholeFile(
  file: string,
  text: string,
  beforeReplacing: () => void = () => undefined,
): void {
  const fresh = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(fresh, text, { mode: 0o644 });
    beforeReplacing();
    renameSync(fresh, file);
  } catch (error) {
    rmSync(fresh, { force: true });
    (error as NodeJS.ErrnoException).path ??= file; // that of a write has none
    throw error;
  }
}
