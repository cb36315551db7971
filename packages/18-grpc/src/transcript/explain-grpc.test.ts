// Explains gRPC's bytes: frames, prefixes, messages. Any bytes get an explanation.

import { loadProto, type MessageType } from '@bytes-up/protobuf';
import fc from 'fast-check';
import path from 'node:path';
import { prefix } from '../by-hand/message/message-prefix';
import { explainHttp2, explainMessages } from './explain-grpc';
import { PREFACE } from './http2-frames';

const PROTO = path.join(__dirname, '..', '..', 'proto', 'pi.proto');
const request: MessageType = loadProto(PROTO).message('pi.PiRequest');

const lines = (segments: ReturnType<typeof explainHttp2>): string[] =>
  segments.map(({ offset, bytes, meaning, error }) => {
    const hex = Buffer.from(bytes).toString('hex');
    return `${offset} ${hex} ${meaning}${error === undefined ? '' : ` ✗ ${error}`}`;
  });

test('a message of Calc with its prefix', () => {
  const bytes = prefix(Buffer.from('08e807', 'hex'));
  expect(lines(explainMessages(bytes, request))).toEqual([
    '0 00 not compressed',
    '1 00000003 length 3: unsigned, 32 bits, big-endian',
    '5 08 key: field 1 n, VARINT',
    '6 e807 n = 1000',
  ]);
});

test('a connection: preface, settings, headers, a message, a reset', () => {
  const settings = '000006' + '04' + '00' + '00000000' + '000300000064';
  const headers = '000001' + '01' + '04' + '00000001' + '82';
  const data = '000008' + '00' + '01' + '00000001' + '0000000003' + '08e807';
  const reset = '000004' + '03' + '00' + '00000001' + '00000008';
  const frames = Buffer.from(settings + headers + data + reset, 'hex');
  const explained = lines(explainHttp2(Buffer.concat([Buffer.from(PREFACE), frames]), request));
  expect(explained.map((line) => line.replace(/^\S+ /, ''))).toEqual(
    expect.arrayContaining([
      '000300000064 MAX_CONCURRENT_STREAMS = 100',
      '82 header list, compressed by HPACK',
      'e807 n = 1000',
      '00 flags 00000000: RST_STREAM stream 1, 4 bytes: CANCEL',
    ]),
  );
});

test.each([
  ['02', '0 02 no prefix ✗ compressed flag 2 is neither 0 nor 1'],
  ['0000', '0 0000 no prefix ✗ 3 bytes of the prefix are missing'],
  [
    '000000000308',
    '1 00000003 length 3: unsigned, 32 bits, big-endian ✗ 2 bytes of the message are missing',
  ],
])('message %s is an error at its byte', (hex, expected) => {
  expect(lines(explainMessages(Buffer.from(hex, 'hex')))).toContain(expected);
});

test.each([
  ['000001', '0 000001 not a whole frame ✗ 6 bytes of the frame’s head are missing'],
  ['000002' + '06' + '00' + '00000000' + 'ff', '✗ 1 bytes of the payload are missing'],
  ['ffffff' + '00' + '00' + '00000000', '✗ frame length 16777215 exceeds 16384'],
])('frame %s is an error', (hex, expected) => {
  expect(lines(explainHttp2(Buffer.from(hex, 'hex'))).at(-1)).toContain(expected);
});

test('any bytes: no exception, and the segments cover each byte once, in order', () => {
  const head = fc.constantFrom('', '00000a0001', '0000060400000000000001', '00000403');
  fc.assert(
    fc.property(head, fc.uint8Array({ maxLength: 60 }), (begin, rest) => {
      const bytes = Buffer.concat([Buffer.from(begin, 'hex'), rest]);
      for (const segments of [explainHttp2(bytes), explainMessages(bytes)]) {
        expect(Buffer.concat(segments.map((segment) => segment.bytes))).toEqual(bytes);
        let offset = 0;
        for (const segment of segments) {
          expect(segment.offset).toBe(offset);
          offset += segment.bytes.length;
        }
      }
    }),
  );
});

test('a value that is edited is counted by the prefix and by its frame', () => {
  const data = (length: string, message: string) => `${length}00010000000100${message}`;
  const tail = '000004' + '03' + '00' + '00000001' + '00000008';
  const hex = data('000008', '0000000308e807') + tail;
  const value = explainHttp2(Buffer.from(hex, 'hex'), request).find(
    ({ meaning }) => meaning === 'n = 1000',
  );
  expect(Buffer.from(value?.edit?.write('5') ?? []).toString('hex')).toBe(
    data('000007', '000000020805') + tail,
  );
});
