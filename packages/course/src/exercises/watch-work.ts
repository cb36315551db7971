// Notices when the learner saves: watches the folders of the files that are judged
// together, from the checkout's root down, so that a folder that is removed and created
// again is watched again.

import { realpathSync, statSync, watch, type FSWatcher } from 'node:fs';
import path from 'node:path';
import { stepsBefore, type Exercise } from './exercise';
import { myFile, textOf } from './my-work';

/** Editors save in several steps: events within this many milliseconds are one save. */
const SETTLE_MS = 60;

export class WorkWatcher {
  readonly #files: readonly string[];
  readonly #folders: readonly string[];
  /** By folder: its inode, because a folder of the same name may be a new one. */
  readonly #watched = new Map<string, { readonly inode: number; readonly watcher: FSWatcher }>();
  #settling: NodeJS.Timeout | undefined;
  #seen: string;

  /** @param onSaved called after a save that has changed a file */
  constructor(
    root: string,
    exercise: Exercise,
    private readonly onSaved: () => void,
  ) {
    const steps = [...stepsBefore(root, exercise), exercise];
    this.#files = steps.map((step) => myFile(root, step));
    this.#folders = foldersAbove(root, this.#files);
    this.#watch();
    this.#seen = this.#text();
  }

  close(): void {
    clearTimeout(this.#settling);
    for (const { watcher } of this.#watched.values()) watcher.close();
    this.#watched.clear();
  }

  /** The folders, not the files: most editors replace a file when they save it. */
  #watch(): void {
    for (const folder of [...this.#folders, ...this.#files.flatMap(realFolder)]) {
      const inode = inodeOf(folder);
      const before = this.#watched.get(folder);
      if (before?.inode === inode) continue;
      before?.watcher.close();
      this.#watched.delete(folder);
      if (inode === undefined) continue;
      try {
        const watcher = watch(folder, this.#onEvent);
        watcher.on('error', () => undefined); // its parent reports that
        this.#watched.set(folder, { inode, watcher });
      } catch {
        // It disappeared between the two calls: its parent's watcher reports when it is
        // back.
      }
    }
  }

  readonly #onEvent = (): void => {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      if (this.takeChange()) this.onSaved();
    }, SETTLE_MS);
  };

  /** Checks now. @returns whether a file has changed since the last check */
  takeChange(): boolean {
    this.#watch(); // before reading, so that a save after the read causes an event
    const text = this.#text();
    const hasChanged = text !== this.#seen;
    this.#seen = text;
    return hasChanged;
  }

  /** Everything that is judged together: a change in an earlier step counts too. */
  #text(): string {
    return this.#files.map(readOrNothing).join('\0');
  }
}

/** The checkout's folder, `my/`, and each folder down to the files. */
function foldersAbove(root: string, files: readonly string[]): readonly string[] {
  const folders = new Set([root]);
  for (const file of files) {
    const below = path.relative(root, path.dirname(file)).split(path.sep);
    below.forEach((_, at) => folders.add(path.join(root, ...below.slice(0, at + 1))));
  }
  return [...folders];
}

/** A file may be a link to a file elsewhere. */
function realFolder(file: string): readonly string[] {
  try {
    return [path.dirname(realpathSync(file))];
  } catch {
    return [];
  }
}

function inodeOf(folder: string): number | undefined {
  return statSync(folder, { throwIfNoEntry: false })?.ino;
}

function readOrNothing(file: string): string {
  try {
    return textOf(file) ?? '';
  } catch {
    return '';
  }
}
