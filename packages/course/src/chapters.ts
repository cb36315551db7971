// The twenty chapters, in order. What each of them has is not listed here but found on
// disk (rooms.ts).

import { UsageError } from '@bytes-up/protocol';
import { didYouMean } from './closest';

export interface Chapter {
  /** 1 … 20. */
  readonly number: number;
  /** The folder below `packages`, and the page's name: `03-codec`. */
  readonly folder: string;
  /** The package's name without its scope: `codec`. */
  readonly name: string;
  readonly title: string;
}

// #region chapters
const TITLES: readonly (readonly [folder: string, title: string])[] = [
  ['01-why-rpc', 'Why RPC'],
  ['02-round-trip', 'The journey of one call'],
  ['03-codec', 'Message protocols'],
  ['04-resp', 'Redis’ text protocol'],
  ['05-protobuf', 'Protobuf’s binary protocol'],
  ['06-request-id', 'Lost answers and request ids'],
  ['07-client', 'The client'],
  ['08-single-thread-sync', 'Server 1: one thread, one client at a time'],
  ['09-thread-per-connection', 'Server 2: a thread for each connection'],
  ['10-process-per-connection', 'Server 3: a process for each connection'],
  ['11-prefork-sync', 'Server 4: processes that wait in accept'],
  ['12-single-process-async', 'Server 5: one process, asynchronous'],
  ['13-prefork-async', 'Server 6: an event loop in each process'],
  ['14-descriptor-passing', 'Server 7: connections handed over'],
  ['15-discovery', 'Finding servers'],
  ['16-processes-and-zookeeper', 'Processes, signals and ZooKeeper'],
  ['17-distributed-rpc', 'A distributed service'],
  ['18-grpc', 'gRPC'],
  ['19-thrift', 'Thrift'],
  ['20-choosing', 'Choosing'],
];
// #endregion chapters

export const CHAPTERS: readonly Chapter[] = TITLES.map(([folder, title], index) => ({
  number: index + 1,
  folder,
  name: folder.slice(3),
  title,
}));

/** `3` becomes `03`: how a chapter's number is printed. */
export function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}

/**
 * The chapter that is meant by `3`, `03`, `codec` or `03-codec`.
 * @throws UsageError if there is none
 */
export function findChapter(text: string): Chapter {
  const wanted = text.toLowerCase();
  const found = CHAPTERS.find(
    ({ number, folder, name }) =>
      folder === wanted || name === wanted || (/^\d{1,2}$/.test(wanted) && number === +wanted),
  );
  if (found) return found;
  const meant = didYouMean(
    text,
    CHAPTERS.map(({ name }) => name),
  );
  throw new UsageError(
    `no chapter "${text.slice(0, 40)}"${meant}: give a number from 1 to ${CHAPTERS.length} or a name such as codec`,
  );
}
