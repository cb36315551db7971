// What a chapter has so far, read from the disk, so that neither the map nor the README
// can promise what does not exist.

import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { type Chapter, twoDigits } from './chapters';
import { UsageError } from '@bytes-up/protocol';

/** Absolute paths of a chapter's files; undefined for a file that does not exist. */
export interface Rooms {
  readonly page: string | undefined;
  readonly demo: string | undefined;
  readonly server: string | undefined;
  /** The package's folder, if it has at least one test. */
  readonly tests: string | undefined;
}

export type Room = keyof Rooms;

/** @param root the checkout's folder, absolute. */
export function roomsOf(root: string, chapter: Chapter): Rooms {
  const folder = path.join(root, 'packages', chapter.folder);
  const ifThere = (file: string): string | undefined => (existsSync(file) ? file : undefined);
  return {
    page: ifThere(path.join(root, 'docs', 'chapters', `${chapter.folder}.md`)),
    demo: ifThere(path.join(folder, 'src', 'demo.ts')),
    server: ifThere(path.join(folder, 'src', 'main.ts')),
    tests: hasTests(folder) ? folder : undefined,
  };
}

/**
 * The path of one room.
 * @throws UsageError that says what the chapter lacks and what to do.
 */
export function requireRoom(root: string, chapter: Chapter, room: Room): string {
  const rooms = roomsOf(root, chapter);
  const found = rooms[room];
  if (found !== undefined) return found;
  const has = (Object.keys(rooms) as Room[]).filter((name) => rooms[name] !== undefined);
  const label = `chapter ${twoDigits(chapter.number)} (${chapter.name})`;
  throw new UsageError(
    has.length === 0
      ? `${label} is not written yet: npm start -- list shows what is`
      : `${label} has no ${room} yet; it has: ${has.join(', ')}`,
  );
}

function hasTests(folder: string): boolean {
  if (!existsSync(folder)) return false;
  return readdirSync(folder, { withFileTypes: true }).some((entry) => {
    if (!entry.isDirectory()) return entry.name.endsWith('.test.ts');
    if (entry.name === 'node_modules' || entry.name === 'build') return false;
    return hasTests(path.join(folder, entry.name));
  });
}
