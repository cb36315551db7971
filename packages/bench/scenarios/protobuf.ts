// Chapter 05's codec against widely used ones: encoding to the same bytes, and decoding
// to objects that are then read.

import { decodeMessage, encodeMessage, MessageCodec } from '@bytes-up/protobuf';
import { compare, judge, timeRatio, type Contender, type Report } from '../src';
import { protobufEs, protobufJs, type Peer } from './protobuf-peers';
import { ORDER, schema, TINY, type Subject } from './protobuf-subjects';
import type { Scenario, ScenarioOptions } from './scenario';

const OURS = 'MessageCodec';
const PLAIN = 'plain functions';
const PROTOBUF_JS = 'protobufjs';
/** Messages in one run, because a single one is too fast to be timed. */
const MESSAGES = 200;

/**
 * Encodes or decodes a subject's message a number of times, with one peer.
 * @returns a checksum of the results
 */
type Job = (peer: Peer, subject: Subject, bytes: Uint8Array) => number;

export const protobuf: Scenario = {
  name: 'protobuf',
  summary: 'protobuf messages encoded and decoded, against protobufjs and protobuf-es',
  async run(options: ScenarioOptions) {
    const encoding = await compareAll('Messages to bytes', encoded, options);
    const decoding = await compareAll('Bytes to messages', decoded, options);
    const goals = [
      ...goalsOf('encoding', encoding, [2, 2]),
      ...goalsOf('decoding', decoding, [1.5, 1.5]),
    ];
    return { name: protobuf.name, reports: [encoding, decoding], goals };
  },
};

function compareAll(
  title: string,
  job: Job,
  { mode, rounds, seed, onProgress }: ScenarioOptions,
): Promise<Report> {
  const isQuick = mode === 'quick';
  return compare<Subject, number>({
    title,
    baseline: PROTOBUF_JS,
    contenders: [
      contender(OURS, ours, job),
      contender(PLAIN, plain, job),
      contender(PROTOBUF_JS, protobufJs, job),
      contender('protobuf-es', protobufEs, job),
      contender('JSON', json, job),
    ],
    inputs: [TINY, ORDER].map(inputOf),
    rounds: rounds ?? (isQuick ? 3 : 25),
    minRoundMs: isQuick ? 10 : 50,
    maxTotalMs: 40_000,
    seed,
    onProgress,
  });
}

function inputOf(subject: Subject) {
  const { length } = ours(subject).encode();
  return { name: `${subject.type}, ${length} bytes`, value: subject, calls: MESSAGES };
}

function contender(
  name: string,
  make: (subject: Subject) => Peer,
  job: Job,
): Contender<Subject, number> {
  const works = new Map(
    [TINY, ORDER].map((subject) => {
      const peer = make(subject);
      const bytes = peer.encode();
      if (make !== json) checkBytes(name, bytes, ours(subject).encode());
      return [subject, { peer, bytes }];
    }),
  );
  return {
    name,
    run: (subject) => {
      const work = works.get(subject);
      return work === undefined ? NaN : job(work.peer, subject, work.bytes);
    },
  };
}

/** All libraries must encode a message to the same bytes. */
function checkBytes(name: string, bytes: Uint8Array, expected: Uint8Array): void {
  if (Buffer.compare(bytes, expected) === 0) return;
  throw new Error(`${name} encodes ${bytes.length} other bytes than our ${expected.length}`);
}

// #region jobs
/**
 * The sum of the lengths depends on every message. Modulo the number of messages it is 0,
 * for JSON too.
 */
function encoded(peer: Peer): number {
  let sum = 0;
  for (let i = 0; i < MESSAGES; i++) sum += peer.encode().length;
  return sum % MESSAGES;
}

/**
 * Reads the decoded strings, because one that is built lazily would otherwise cost
 * nothing.
 */
function decoded(peer: Peer, subject: Subject, bytes: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < MESSAGES; i++) sum += read(subject, peer.decode(bytes));
  return sum;
}

function read({ type }: Subject, message: object): number {
  if (type === 'bench.Tiny') return (message as { readonly a: number }).a;
  const { id, customer, lines, history } = message as {
    readonly id: number;
    readonly customer: string;
    readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
    readonly history: readonly number[];
  };
  const last = lines[lines.length - 1];
  const sku = last?.sku ?? '';
  return (
    id + customer.charCodeAt(3) + sku.charCodeAt(5) + (last?.quantity ?? 0) + (history[9] ?? 0)
  );
}
// #endregion jobs

function ours({ type, message }: Subject): Peer {
  const codec = new MessageCodec(schema.message(type));
  return { encode: () => codec.encode(message), decode: (bytes) => codec.decode(bytes) };
}

function plain({ type, message }: Subject): Peer {
  const messageType = schema.message(type);
  return {
    encode: () => encodeMessage(messageType, message),
    decode: (bytes) => decodeMessage(messageType, bytes),
  };
}

function json({ withObjects }: Subject): Peer {
  return {
    encode: () => Buffer.from(JSON.stringify(withObjects)),
    decode: (bytes) =>
      JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString()) as object,
  };
}

function goalsOf(what: string, report: Report, atLeast: readonly [tiny: number, order: number]) {
  return [TINY, ORDER].map((subject, i) => {
    const { name } = inputOf(subject);
    const of = (contenderName: string) => ({ input: name, contender: contenderName });
    const ratio = timeRatio(report, of(PROTOBUF_JS), of(OURS));
    return judge(
      `${OURS}, ${what}, ${name}: times the speed of ${PROTOBUF_JS}`,
      { atLeast: atLeast[i] ?? 0 },
      ratio,
    );
  });
}
