// Chapter 04's decoder against those of two Redis clients: replies decoded to strings and
// numbers, from large and from small chunks.

import {
  parseResp,
  ReplyDecoder,
  RespDecoder,
  encodeResp,
  bulk,
  type RespValue,
} from '@bytes-up/resp';
import { compare, judge, timeRatio, type Contender, type Report } from '../src';
import { KIB } from './frame-streams';
import { folding, nodeRedis, redisParser, type Fold } from './redis-parsers';
import type { Scenario, ScenarioOptions } from './scenario';

const OURS = 'ReplyDecoder';
const REDIS_PARSER = 'redis-parser';
const SMALL = 'small replies, 64 KiB chunks';
const ARRAYS = 'arrays of 100, 64 KiB chunks';
const PIECES = 'small replies, 1 to 100 byte chunks';

export const resp: Scenario = {
  name: 'resp',
  summary: 'RESP replies decoded, against redis-parser and node-redis',
  async run({ mode, rounds, seed, onProgress }: ScenarioOptions) {
    const isQuick = mode === 'quick';
    const replies = isQuick ? 3_000 : 20_000;
    const report = await compare<readonly Buffer[], Fold>({
      title: 'RESP to strings and numbers',
      baseline: REDIS_PARSER,
      contenders: [
        { name: OURS, run: replyDecoder },
        { name: 'RespDecoder', run: respDecoder },
        { name: 'parseResp, plain function', run: plain, limit: plainLimit },
        { name: REDIS_PARSER, run: redisParser },
        { name: 'node-redis', run: nodeRedis },
      ] satisfies Contender<readonly Buffer[], Fold>[],
      inputs: [
        input(
          SMALL,
          cut(smallReplies(replies), () => 64 * KIB),
        ),
        input(
          ARRAYS,
          cut(arrays(replies / 50), () => 64 * KIB),
        ),
        input(
          PIECES,
          cut(smallReplies(replies), (n) => 1 + ((n * 37) % 100)),
        ),
      ],
      rounds: rounds ?? (isQuick ? 3 : 15),
      minRoundMs: isQuick ? 10 : 50,
      maxTotalMs: 40_000,
      seed,
      onProgress,
    });
    return { name: resp.name, reports: [report], goals: goals(report) };
  },
};

function goals(report: Report) {
  return [
    [SMALL, 1.5],
    [ARRAYS, 1.1],
    [PIECES, 1.8],
  ].map(([name, atLeast]) => {
    const of = (contender: string) => ({ input: String(name), contender });
    const ratio = timeRatio(report, of(REDIS_PARSER), of(OURS));
    return judge(
      `${OURS}, ${name}: times the speed of ${REDIS_PARSER}`,
      { atLeast: Number(atLeast) },
      ratio,
    );
  });
}

/** Reads each reply, as a program would. All contenders must get the same sums. */
function add(fold: Fold, value: RespValue): void {
  fold.values++;
  if (value.type === 'array' && value.value !== null)
    for (const member of value.value) add(fold, member);
  else if (value.type === 'integer') fold.sum += Number(value.value);
  else if (value.type === 'bulk string' && value.value !== null)
    fold.characters += value.value.toString().length;
  else if (value.type === 'simple string') fold.characters += value.value.length;
}

function replyDecoder(chunks: readonly Buffer[]): Fold {
  const { fold, take } = folding();
  const decoder = new ReplyDecoder();
  for (const chunk of chunks) {
    decoder.push(chunk);
    for (let reply = decoder.next(); reply !== undefined; reply = decoder.next()) take(reply);
  }
  return fold;
}

function respDecoder(chunks: readonly Buffer[]): Fold {
  const fold: Fold = { values: 0, characters: 0, sum: 0 };
  const decoder = new RespDecoder();
  for (const chunk of chunks) {
    decoder.push(chunk);
    for (let value = decoder.next(); value !== undefined; value = decoder.next()) add(fold, value);
  }
  return fold;
}

/** The obvious way to use it: the rest is joined with the next chunk. */
function plain(chunks: readonly Buffer[]): Fold {
  const fold: Fold = { values: 0, characters: 0, sum: 0 };
  let rest: Buffer = Buffer.alloc(0);
  for (const chunk of chunks) {
    // the contender: naive on purpose
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    for (let parsed = parseResp(rest, at); parsed !== undefined; parsed = parseResp(rest, at)) {
      add(fold, parsed.value);
      at = parsed.end;
    }
    rest = rest.subarray(at);
  }
  return fold;
}

function plainLimit(name: string) {
  return name === PIECES
    ? { rounds: 3, because: 'parses each reply again for every chunk' }
    : undefined;
}

function smallReplies(count: number): Buffer {
  const replies = Array.from({ length: count }, (_, n): RespValue => {
    if (n % 3 === 0) return { type: 'simple string', value: 'OK' };
    return n % 3 === 1 ? { type: 'integer', value: BigInt(n) } : bulk(`value ${n}`);
  });
  return Buffer.concat(replies.map(encodeResp));
}

function arrays(count: number): Buffer {
  const members = Array.from({ length: 100 }, (_, n) => bulk(`member ${n}`));
  const one = encodeResp({ type: 'array', value: members });
  return Buffer.concat(Array.from({ length: Math.ceil(count) }, () => one));
}

function cut(bytes: Buffer, sizeOf: (n: number) => number): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0, n = 0; at < bytes.length; n++) {
    chunks.push(bytes.subarray(at, at + sizeOf(n)));
    at += sizeOf(n);
  }
  return chunks;
}

function input(name: string, value: readonly Buffer[]) {
  return { name, value, bytes: value.reduce((sum, chunk) => sum + chunk.length, 0) };
}
