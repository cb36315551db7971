// The booklet's streaming Calc (chapter 18). It has the path of the unary Calc but other
// fields in its responses, so a server can have only one of the two. `--calc stream`
// serves this one.

import { join } from 'node:path';
import { loadProto, MessageCodec } from '@bytes-up/protobuf';
import { CALC, type Method } from '../by-hand/methods';
import { PI_REQUEST, type Codec } from '../by-hand/message/pi-codec';
import { piOf } from '../pi';

export interface BookletAnswer {
  readonly n: number;
  readonly value: number;
}

const schema = loadProto(join(__dirname, '../../booklet/streaming.proto'));
const answer = new MessageCodec(schema.message('pi.PiResponse'));

export const BOOKLET_ANSWER: Codec<BookletAnswer> = {
  encode: ({ n, value }) => answer.encode({ n, value }),
  decode: (bytes) => answer.decode(bytes) as unknown as BookletAnswer,
};

export const BOOKLET_CALC: Method<number, BookletAnswer> = {
  path: CALC.path,
  request: PI_REQUEST,
  response: BOOKLET_ANSWER,
};

/**
 * A response to each request. The booklet's server leaves out half of them at random, and
 * its n is too small by one.
 */
export async function* bookletCalc(numbers: AsyncIterable<number>): AsyncGenerator<BookletAnswer> {
  for await (const n of numbers) yield { n, value: piOf(n) };
}
