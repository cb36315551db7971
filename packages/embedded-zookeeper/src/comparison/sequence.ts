// Generates the sequence of a seed: the steps of two sessions, one after the other. Both
// servers get the same bytes.

import { JuteWriter } from '../wire/jute';
import { damageBody, damageFrame } from './damage';
import { differenceOf } from './differences';
import { Grammar, OP, typeOf } from './grammar';
import { Random } from './random';

/** Which of the two sessions. */
export type Who = 0 | 1;

export interface Request {
  readonly kind: 'request';
  readonly who: Who;
  /** The body of its frame. */
  readonly body: Buffer;
}

/** Several requests in one write. The first one ends the connection. */
export interface Ending {
  readonly kind: 'ending';
  readonly who: Who;
  readonly bodies: readonly Buffer[];
}

/** Bytes that are not a valid frame. After them the client closes its sending side. */
export interface Raw {
  readonly kind: 'raw';
  readonly who: Who;
  readonly bytes: Buffer;
}

/** Tries to resume the session on another connection. */
export interface Resume {
  readonly kind: 'resume';
  readonly who: Who;
  readonly change: (typeof CHANGES)[number];
  readonly timeoutMs: number;
}

export type Step = Request | Ending | Raw | Resume;

const CHANGES = [
  'none', 'none', 'none', 'none', 'a wrong password', 'no password', 'a short password',
  'an unknown session', 'a later zxid', 'an old client', 'a truncated request', 'extra bytes', 'a new session',
] as const; // prettier-ignore
/** Long enough that no session expires during a comparison on a busy machine. */
const TIMEOUTS_MS = [30_000, 40_000, 59_999, 60_000, 60_001, 0x7f_ff_ff_ff];

const CHECK = 97;

/**
 * The root of a sequence's subtree. Its name ends in a check number, so that a damaged
 * path does not lead into the subtree of another sequence, whose nodes a listed
 * difference may have changed.
 */
export function prefixOf(seed: number): string {
  return `/s${seed}-${seed % CHECK}`;
}

export function* stepsOf(seed: number, prefix: string, zxid: bigint): Generator<Step> {
  const random = new Random(seed);
  const grammar = new Grammar(random, prefix, zxid);
  const isWild = random.oneIn(3);
  yield rootOf(prefix);
  for (const who of [0, 1] as const) {
    if (random.oneIn(2)) yield { kind: 'request', who, body: grammar.authentication(-4) };
  }
  for (const child of ['/a', '/b', '/a/x', '/e']) {
    if (!random.oneIn(3)) yield { kind: 'request', who: 0, body: grammar.creation(0, child) };
  }
  for (let xid = 1, count = 10 + random.below(40); xid <= count; xid++) {
    const who: Who = random.oneIn(3) ? 1 : 0;
    const kind = random.below(60);
    if (kind < 2) {
      const timeoutMs = random.pick(TIMEOUTS_MS);
      yield { kind: 'resume', who, change: random.pick(CHANGES), timeoutMs };
    } else if (kind === 2) {
      yield { kind: 'ending', who, bodies: endingOf(grammar, xid, random) };
    } else if (kind === 3) {
      const body = comparable(grammar, xid);
      yield { kind: 'raw', who, bytes: damageFrame(body, random) };
    } else {
      const body = grammar.request(xid);
      const isDamaged = random.oneIn(isWild ? 3 : 15);
      yield { kind: 'request', who, body: isDamaged ? damageBody(body, random) : body };
    }
  }
}

function endingOf(grammar: Grammar, xid: number, random: Random): Buffer[] {
  const refused = new JuteWriter().int(xid).int(OP.auth).int(0).string('kerberos').buffer(null);
  const close = new JuteWriter().int(xid).int(OP.close);
  const end = random.oneIn(2) ? refused.body() : close.body();
  return [end, ...random.list(3, () => comparable(grammar, xid))];
}

/**
 * A request of an operation that both servers have, and that causes no listed difference,
 * because its reply is not compared. Not an authentication, which the real server answers
 * out of order.
 */
function comparable(grammar: Grammar, xid: number): Buffer {
  for (;;) {
    const body = grammar.request(xid);
    const type = typeOf(body);
    if (type !== OP.auth && KNOWN.has(type) && differenceOf(body) === undefined) return body;
  }
}

const KNOWN: ReadonlySet<number> = new Set(Object.values(OP));

/** The first step creates the root of the sequence's subtree. */
function rootOf(prefix: string): Step {
  const create = new JuteWriter().int(1).int(OP.create).string(prefix).buffer(null);
  const body = create.int(1).int(31).string('world').string('anyone').int(0).body();
  return { kind: 'request', who: 0, body };
}

export function describeStep(step: Step): string {
  switch (step.kind) {
    case 'request':
      return `session ${step.who} sends ${step.body.toString('hex')}`;
    case 'ending':
      return `session ${step.who} sends ${step.bodies.map((b) => b.toString('hex')).join(' ')}`;
    case 'raw':
      return `session ${step.who} sends the bytes ${step.bytes.toString('hex')}`;
    case 'resume':
      return `session ${step.who} resumes: ${step.change}, ${step.timeoutMs} ms`;
  }
}
