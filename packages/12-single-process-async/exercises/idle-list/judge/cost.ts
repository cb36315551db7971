// Stage 5: how many connections each method looks at. Counted in steps of the learner's
// code, which every machine takes alike.

import { countingSteps, expectEqual, expectSteps, type JudgedCase } from '@bytes-up/testkit';
import type { Exports, IdleList } from './driver';

const COST = 'Stage 5: cost';
const CONNECTIONS = 2_000;
const ROUNDS = 2_000;
/** Steps are counted after so many rounds, and a list that takes too many is stopped. */
const ROUNDS_AT_ONCE = 200;
const MOST_STEPS_PER_CALL = 100;
const TIMEOUT_MS = 10_000;

/** A list with connections 0 to 1,999, one added in each millisecond. */
interface Many {
  readonly list: IdleList;
  readonly expired: string[];
  atMs: number;
}

interface Work {
  /** The calls of a round, as the learner reads them. */
  readonly calls: readonly string[];
  /** One connection that is not used again within `CONNECTIONS` rounds. */
  readonly round: (many: Many, connection: string, at: number) => void;
  /** A call for each connection, before the rounds. */
  readonly before?: (many: Many, connection: string, at: number) => void;
  readonly expired?: number;
}

export const cost: readonly JudgedCase<Exports>[] = [
  looksAtFew('nothing expires', {
    calls: ['nextInMs', 'expire()'],
    round: look,
  }),
  looksAtFew('one connection expires in each millisecond', {
    calls: ['expire(), which returns one', 'add', 'nextInMs'],
    round: (many, _connection, at) => {
      many.atMs = TIMEOUT_MS + at;
      many.expired.push(...many.list.expire());
      many.list.add(`another ${at}`);
      void many.list.nextInMs;
    },
    expired: ROUNDS,
  }),
  looksAtFew('a touch', {
    calls: ['touch', 'nextInMs', 'expire()'],
    round: (many, connection) => {
      many.list.touch(connection);
      look(many);
    },
  }),
  looksAtFew('a call on one of many connections', {
    calls: ['began', 'nextInMs', 'expire()', 'answered'],
    round: (many, connection) => {
      many.list.began(connection);
      look(many);
      many.list.answered(connection);
    },
  }),
  looksAtFew('calls on all connections but one', {
    calls: ['nextInMs', 'expire()'],
    before: ({ list }, connection, at) => {
      if (at < CONNECTIONS - 1) list.began(connection);
    },
    round: look,
  }),
  looksAtFew('connections that close', {
    calls: ['remove', 'nextInMs', 'expire()'],
    round: (many, connection) => {
      many.list.remove(connection);
      look(many);
    },
  }),
];

function look({ list, expired }: Many): void {
  void list.nextInMs;
  expired.push(...list.expire());
}

function looksAtFew(
  title: string,
  { calls, round, before, expired = 0 }: Work,
): JudgedCase<Exports> {
  return {
    title: `${title}: it looks at few connections`,
    section: COST,
    run: (_exports, learner) => {
      const inFlight = before === undefined ? '' : ', all but one with a call in flight';
      const given = (rounds: number): string =>
        `${thousands(CONNECTIONS)} connections${inFlight}; ` +
        `${thousands(rounds)} of ${thousands(ROUNDS)} times ${calls.join(', ')}`;
      const perConnection = before === undefined ? 1 : 2;
      const most = MOST_STEPS_PER_CALL * (perConnection * CONNECTIONS + calls.length * ROUNDS);
      countingSteps<Exports>(learner, ({ IdleList }, count) => {
        const many: Many = {
          list: new IdleList(() => many.atMs, TIMEOUT_MS),
          expired: [],
          atMs: 0,
        };
        let steps = count(() => {
          for (; many.atMs < CONNECTIONS; many.atMs++) many.list.add(String(many.atMs));
          if (before === undefined) return;
          for (let at = 0; at < CONNECTIONS; at++) before(many, String(at), at);
        });
        for (let at = 0; at < ROUNDS; at += ROUNDS_AT_ONCE) {
          steps += count(() => {
            for (let n = at; n < at + ROUNDS_AT_ONCE; n++) round(many, mixed(n), n);
          });
          expectSteps(given(at + ROUNDS_AT_ONCE), most, steps);
        }
        expectEqual(`${given(ROUNDS)}; how many have expired`, expired, many.expired.length);
      });
    },
  };
}

/** Each connection once, in an order that is neither the list's nor the reverse. */
function mixed(n: number): string {
  return String((n * 777) % CONNECTIONS);
}

function thousands(count: number): string {
  return count.toLocaleString('en-US');
}
