// How the embedded server differs from the real one, and why. A test shows each
// difference on both servers, and fails when it is gone. The comparison recognizes a
// difference by the request that causes it.

import { once } from 'node:events';
import { connect } from 'node:net';
import { JuteError, JuteReader, JuteWriter } from '../wire/jute';
import { RawClient } from './raw-client';
import { MISSING, OP, typeOf } from './grammar';

export interface Difference {
  readonly what: string;
  readonly because: string;
  /** Shows it: the result is `embedded` on one server and `real` on the other. */
  observe(address: string): Promise<unknown>;
  readonly embedded: unknown;
  readonly real: unknown;
  /** Whether a request causes it, so that the replies may differ. */
  readonly isCausedBy?: (body: Buffer) => boolean;
}

const CONTAINER = 4;
const BEYOND_16_BITS = /[\xf0-\xf4][\x80-\xbf]{3}/;
/** U+D800 to U+DFFF, encoded as if they were characters. */
const LONE_SURROGATE = /\xed[\xa0-\xbf]/;
const CREATES: ReadonlySet<number> = new Set([OP.create, OP.create2, 19, 21]);
const READS: ReadonlySet<number> = new Set([OP.getData, OP.getChildren]);

export const DIFFERENCES: readonly Difference[] = [
  {
    what: 'the root has no node /zookeeper, which holds quotas and configuration',
    because: 'it has neither quotas nor dynamic configuration',
    observe: async (address) => (await ask(address, request(8).string('/').bool(false)))[1]?.int(),
    embedded: 0,
    real: 1,
  },
  {
    what: 'srvr reports the version as embedded',
    because: 'it must not be mistaken for the real server',
    observe: async (address) => (await answerTo(address, 'srvr')).includes('version: embedded'),
    embedded: true,
    real: false,
  },
  {
    what: 'it answers no four-letter words except ruok and srvr',
    because: 'the others report on parts that it does not have',
    observe: async (address) => (await answerTo(address, 'mntr')).length > 0,
    embedded: false,
    real: true,
  },
  {
    what: 'it has no operations newer than version 3.4, except create2',
    because: 'the client of this course does not use them',
    observe: async (address) => [
      (await ask(address, request(104).string('/')))[0], // getAllChildrenNumber
      (await ask(address, request(18).string('/').int(1)))[0], // removeWatches: no such watch
      (await ask(address, request(OP.check).string('/none').int(1)))[0],
    ],
    embedded: [-6, -6, -6],
    real: [0, -121, -101],
    isCausedBy: (body) => MISSING.includes(typeOf(body)),
  },
  {
    what: 'a transaction cannot create containers or TTL nodes',
    because: 'they are newer than version 3.4',
    observe: async (address) => {
      const part = create(multiPart(request(OP.multi), 19), '/container', CONTAINER);
      const [error, reply] = await ask(address, endOf(part));
      return error === 0 ? reply?.int() : error;
    },
    embedded: -5,
    real: OP.create2,
    isCausedBy: (body) =>
      partsOf(body).some(({ type, flags }) => type === 19 || type === 21 || flags === CONTAINER),
  },
  {
    what: 'the reply to a transaction with a null path has a new zxid and no body',
    because: 'the real server fails on it, and sends the previous zxid and the end of a reply',
    observe: async (address) => {
      const part = multiPart(request(OP.multi), OP.delete).buffer(null).int(-1);
      const client = await RawClient.to(address);
      await client.hello();
      const before = await client.ask(1, OP.sync, (r) => r.string('/'));
      client.send(endOf(part));
      const reply = await client.next();
      client.socket.destroy();
      reply?.int();
      const steps = (reply?.long() ?? 0n) - (before?.zxid ?? 0n);
      return [steps, reply?.int(), reply?.left];
    },
    embedded: [1n, -5, 0],
    real: [0n, -5, 9],
    isCausedBy: (body) => partsOf(body).some(({ path }) => path === null),
  },
  {
    what: 'a character above U+FFFF is returned unchanged, not as two surrogates',
    because: 'the real server encodes each surrogate by itself, which is not valid UTF-8',
    observe: (address) => echo(address, Buffer.from('\u{1f600}')),
    embedded: 'f09f9880',
    real: 'eda0bdedb880',
    isCausedBy: (body) => BEYOND_16_BITS.test(body.toString('latin1')),
  },
  {
    what: 'a lone surrogate is read as three characters U+FFFD, not as one',
    because: 'it is not valid UTF-8, and Node and Java replace it differently',
    observe: (address) => echo(address, Buffer.of(0xed, 0xa0, 0x80)),
    embedded: 'efbfbdefbfbdefbfbd',
    real: 'efbfbd',
    isCausedBy: (body) => LONE_SURROGATE.test(body.toString('latin1')),
  },
];

export function differenceOf(body: Buffer): string | undefined {
  return DIFFERENCES.find(({ isCausedBy }) => isCausedBy?.(body))?.what;
}

interface Part {
  readonly type: number;
  readonly path: string | null;
  /** Only for a create. */
  readonly flags?: number;
}

/** The operations of a transaction, up to where it is truncated. */
function partsOf(body: Buffer): Part[] {
  const parts: Part[] = [];
  if (typeOf(body) !== OP.multi) return parts;
  const request = new JuteReader(body.subarray(8));
  try {
    for (;;) {
      const [type, isEnd] = [request.int(), request.bool(), request.int()];
      if (isEnd) return parts;
      const path = request.stringOrNull();
      const isCreate = CREATES.has(type);
      if (!isCreate) parts.push({ type, path });
      if (isCreate || type === OP.setData) request.buffer();
      if (isCreate)
        request.vector(() => [request.int(), request.stringOrNull(), request.stringOrNull()]);
      const last = READS.has(type) ? request.bool() : request.int();
      if (isCreate) parts.push({ type, path, flags: Number(last) });
      if (type === 21) request.long();
    }
  } catch (error) {
    if (!(error instanceof JuteError)) throw error;
    return parts;
  }
}

const request = (type: number): JuteWriter => new JuteWriter().int(1).int(type);
const multiPart = (multi: JuteWriter, type: number): JuteWriter =>
  multi.int(type).bool(false).int(-1);
const endOf = (multi: JuteWriter): JuteWriter => multi.int(-1).bool(true).int(-1);
const create = (into: JuteWriter, path: string, flags: number): JuteWriter =>
  into.string(path).buffer(null).int(1).int(31).string('world').string('anyone').int(flags);

/** @returns the error code of the reply, 0 for none, and its body */
async function ask(
  address: string,
  message: JuteWriter,
): Promise<readonly [error: number | undefined, body: JuteReader | undefined]> {
  const client = await RawClient.to(address);
  await client.hello();
  client.send(message);
  const reply = await client.next();
  client.socket.destroy();
  reply?.int();
  reply?.long();
  return [reply?.int(), reply];
}

/** The bytes of a path as sync returns it. */
async function echo(address: string, path: Buffer): Promise<string | undefined> {
  const [, reply] = await ask(address, request(OP.sync).buffer(path));
  return reply?.buffer()?.toString('hex');
}

/** The answer to a four-letter word. */
async function answerTo(address: string, word: string): Promise<string> {
  const [host = '', port] = address.split(':');
  const socket = connect(Number(port), host);
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString()));
  socket.on('error', () => undefined);
  socket.write(word);
  await once(socket, 'close');
  return text;
}
