// The small parts of gRPC over HTTP/2.

import { copiedBytes } from '@bytes-up/byte-queue';
import { RPC_ERROR_CODES, RpcError } from '@bytes-up/protocol';
import { status } from '@grpc/grpc-js';
import { fromStatus, toStatus } from '../status';
import { GRPC_CODES, GrpcError, type GrpcCode } from './ending/grpc-error';
import { MessageReader, prefix, type Message } from './message/message-prefix';
import { PI_REQUEST, PI_RESPONSE } from './message/pi-codec';
import { PiRequest, PiResponse } from '../generated/pi';
import {
  errorOf,
  parseTimeout,
  percentDecode,
  percentEncode,
  timeoutHeader,
  trailersFor,
} from './ending/trailers';

describe('the prefix of a message', () => {
  const bytes = Buffer.concat([prefix(Buffer.from('ab')), prefix(Buffer.alloc(0))]);

  test('is one byte and four more, however the frames are cut', () => {
    expect(bytes.toString('hex')).toBe('00000000026162' + '0000000000');
    for (let at = 0; at <= bytes.length; at++) {
      const reader = new MessageReader();
      const all = [bytes.subarray(0, at), bytes.subarray(at)].flatMap((p) => reader.push(p));
      expect(all.map(({ bytes: message }) => String(message))).toEqual(['ab', '']);
      expect(reader.unfinished).toBe(0);
    }
  });

  test.each([
    ['02000000026162', 'INTERNAL'],
    ['3c68746d6c3e', 'INTERNAL'],
    ['0000000401', 'RESOURCE_EXHAUSTED'],
    ['00ffffffff', 'RESOURCE_EXHAUSTED'],
  ])('%s is rejected before its message has arrived', (hex, code) => {
    const reader = new MessageReader(1_024);
    expect(() => reader.push(Buffer.from(hex, 'hex'))).toThrow(
      expect.objectContaining({ code }) as Error,
    );
  });
});

describe('the cost of a message, however the DATA frames are cut', () => {
  test.each([
    { messageBytes: 1024 * 1024, frameBytes: 16_384 },
    { messageBytes: 1024 * 1024, frameBytes: 1_024 },
    { messageBytes: 60_000, frameBytes: 1 },
  ])('$messageBytes bytes in frames of $frameBytes: each is copied at most twice', (sizes) => {
    const { messageBytes, frameBytes } = sizes;
    const bytes = prefix(Buffer.alloc(messageBytes, 7));
    const reader = new MessageReader();
    const messages: Message[] = [];
    const copied = copiedBytes(() => {
      for (let at = 0; at < bytes.length; at += frameBytes)
        messages.push(...reader.push(bytes.subarray(at, at + frameBytes)));
    });
    expect(messages.map(({ bytes: { length } }) => length)).toEqual([messageBytes]);
    expect(copied).toBeLessThanOrEqual(2 * bytes.length);
    expect(reader.unfinished).toBe(0);
  });

  test('the unfinished bytes include the prefix', () => {
    const reader = new MessageReader();
    const bytes = Buffer.from('00000000026162', 'hex');
    const unfinished = Array.from(bytes, (byte) => {
      reader.push(Buffer.from([byte]));
      return reader.unfinished;
    });
    expect(unfinished).toEqual([1, 2, 3, 4, 5, 6, 0]);
  });
});

test.each([1, 127, 128, 300, -1, 2_147_483_647])(
  'n = %d has the same bytes by hand and generated',
  (n) => {
    const bytes = PI_REQUEST.encode(n);
    expect(Buffer.from(bytes)).toEqual(Buffer.from(PiRequest.encode({ n }).finish()));
    expect(PI_REQUEST.decode(bytes)).toBe(n);
    const value = Math.PI * n;
    expect(Buffer.from(PI_RESPONSE.encode(value))).toEqual(
      Buffer.from(PiResponse.encode({ value }).finish()),
    );
  },
);

describe('the codes', () => {
  const codes = GRPC_CODES.filter((code): code is GrpcCode => code !== 'OK');

  test('are gRPC’s sixteen, with its numbers', () => {
    expect(codes).toHaveLength(16);
    GRPC_CODES.forEach((code, number) => expect(status[code]).toBe(number));
  });

  test.each(codes)('%s is the same after a round trip, in trailers and to the library', (code) => {
    const error = new GrpcError(code, 'why: 50 % ü\n');
    const came = errorOf(trailersFor(error) as Record<string, string>);
    expect(came).toMatchObject({ code, message: error.message });
    expect(fromStatus(toStatus(error))).toMatchObject({ code, message: error.message });
  });

  test.each(RPC_ERROR_CODES)('%s of the course is %s of gRPC', (code) => {
    expect(GrpcError.from(new RpcError(code, 'why'))).toMatchObject({ code, message: 'why' });
  });

  test('any other error of a handler is UNKNOWN, and its text is not sent', () => {
    const error = GrpcError.from(new TypeError('the secret'));
    expect(error).toMatchObject({ code: 'UNKNOWN', message: 'the call failed' });
  });

  test('no error, and an invalid status', () => {
    expect(errorOf(trailersFor() as Record<string, string>)).toBeUndefined();
    for (const [number = '', shown] of [
      ['17', '17'],
      ['99', '99'],
      ['-1', '"-1"'],
      ['07', '"07"'],
      ['no', '"no"'],
      ['', '""'],
    ])
      expect(errorOf({ 'grpc-status': number, 'grpc-message': 'why' })).toMatchObject({
        code: 'UNKNOWN',
        message: `grpc-status ${shown}: why`,
      });
    expect(errorOf({})).toMatchObject({ code: 'UNKNOWN', message: 'no grpc-status' });
  });
});

describe('the message of an error', () => {
  test('a malformed message is left unchanged', () => {
    expect(percentEncode('a%b')).toBe('a%25b');
    expect(percentDecode('a%2')).toBe('a%2');
    expect(percentDecode('%zz')).toBe('%zz');
  });
});

describe('the timeout', () => {
  test.each([
    [1.2, '2m'],
    [0, '1m'],
    [1_500, '1500m'],
    [99_999_999, '99999999m'],
    [100_000_000, '100000S'],
    [1e15, '99999999S'],
  ])('%d ms are sent as %s', (ms, header) => expect(timeoutHeader(ms)).toBe(header));

  test.each([
    ['1H', 3_600_000],
    ['2M', 120_000],
    ['3S', 3_000],
    ['4m', 4],
    ['5u', 0.005],
    [undefined, Infinity],
  ])('%p is %d ms', (header, ms) => expect(parseTimeout(header)).toBeCloseTo(ms, 9));

  test.each(['', '1', 'm', '123456789m', '-1m', '1.5S', '1s'])(
    '%p is not a valid timeout',
    (header) => {
      expect(() => parseTimeout(header)).toThrow('grpc-timeout');
    },
  );
});
