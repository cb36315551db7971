// How the walk runs a command that a page prints. Most of them run to completion and must
// succeed; the others are declared here, each with a reason.

/** A command that a page prints, and where. */
export interface PrintedCommand {
  readonly command: string;
  /** `docs/chapters/03-codec.md:120` */
  readonly at: string;
}

export type HowToRun =
  | { readonly kind: 'to its end'; readonly code: number }
  /**
   * Until ctrl-C. It is ready once it prints `ready`. Then it may also end with `code`.
   */
  | { readonly kind: 'until ctrl-C'; readonly ready: RegExp; readonly code?: number }
  | { readonly kind: 'exercise'; readonly id: string }
  | { readonly kind: 'not here'; readonly why: string };

interface Declared {
  readonly matches: RegExp;
  readonly how: HowToRun;
  /** The reason, if the command itself does not make it obvious. */
  readonly why?: string;
  /** The program that it needs. */
  readonly needs?: string;
  /** A file that the page tells the learner to write. */
  readonly file?: readonly [name: string, text: string];
  /** A file that the learner removes afterwards: it made that, or was its last reader. */
  readonly removes?: string;
}

const READY: HowToRun = { kind: 'until ctrl-C', ready: /^listening on /m };

const notHere = (why: string): HowToRun => ({ kind: 'not here', why });

/** The first match wins. */
// #region declared
export const DECLARED: readonly Declared[] = [
  {
    matches: /^npm run real -w @bytes-up\/embedded-zookeeper$/,
    how: notHere('downloads the real ZooKeeper, which the step zookeepers of .ci/run does'),
  },
  {
    matches: /^npm start -- zookeeper --real /,
    how: notHere('needs the jars of the real ZooKeeper, and Java'),
  },
  {
    matches: /^npm run compare -w @bytes-up\/embedded-zookeeper -- --minutes 30 /,
    how: notHere('takes half an hour, together with the real ZooKeeper'),
  },
  {
    matches: /^npm run conformance -w @bytes-up\/protobuf$/,
    how: notHere('downloads protobuf’s own suite, which the step judge of .ci/run does'),
  },
  {
    matches: /--zookeeper 10\.0\.0\.1:2181$/,
    how: notHere('its registry is on another machine'),
  },
  {
    matches: /^while npm start .* done$/,
    how: notHere('a loop that ends when a call fails, which none should'),
  },
  {
    matches: /^npm run compare -w @bytes-up\/protobuf /,
    how: { kind: 'to its end', code: 0 },
    needs: 'protoc',
  },
  {
    matches: /^redis-(cli|benchmark) /,
    how: { kind: 'to its end', code: 0 },
    needs: 'redis-cli',
  },
  {
    matches: /^npm start -- call 127\.0\.0\.1:8081 /,
    how: { kind: 'to its end', code: 1 },
    why: 'no server is running: the page shows how a call waits for one',
  },
  {
    matches: /^BYTES_UP_SUBJECT=\$PWD\/my\/health\.ts /,
    how: { kind: 'to its end', code: 0 },
    why: 'the learner writes their own Health',
    file: ['my/health.ts', "export * from './broken/health';\n"],
  },
  {
    matches: /^npm start -- simulate .* --svg picks\.svg$/,
    how: { kind: 'to its end', code: 0 },
    removes: 'picks.svg',
  },
  {
    matches: /^npm start -- demo 20 --results servers\.json$/,
    how: { kind: 'to its end', code: 0 },
    removes: 'servers.json',
  },
  {
    matches: /^npm start -- demo 16 zombies$/,
    how: { kind: 'until ctrl-C', ready: /^kill -9 has no effect:/m },
    why: 'it waits for the reader’s kill -USR1',
  },
  { matches: /^npm start -- (?:serve|zookeeper) /, how: READY },
  { matches: /^npm start -- run my\/rpc\//, how: READY },
  {
    matches: /^npm start -- clients .*--hold$/,
    how: { kind: 'until ctrl-C', ready: /^holding \d+ of \d+ clients/m, code: 1 },
    why: 'a client may still be waiting, as those of chapter 08 are',
  },
];
// #endregion declared

export function declarationOf(command: string): Declared | undefined {
  return DECLARED.find(({ matches }) => matches.test(command));
}

export function howToRun(command: string): HowToRun {
  const declared = declarationOf(command);
  if (declared !== undefined) return declared.how;
  const [, id] = /^npm start -- exercise (?:--diff )?(\d\d-[\w-]+)/.exec(command) ?? [];
  if (id !== undefined) return { kind: 'exercise', id };
  return { kind: 'to its end', code: 0 };
}

/** The port that a command listens on, if it names one. */
export function portOf(command: string): string | undefined {
  return /--port (\d+)/.exec(command)?.[1];
}
