// The bytes of a call, ours and the library's, and the errors for invalid ones.

import { copiedBytes } from '@bytes-up/byte-queue';
import fc from 'fast-check';
import { TBufferedTransport, Thrift, type TProtocol } from 'thrift';
import * as PiService from '../../generated/PiService';
import { PiRequest } from '../../generated/pi_types';
import { classesOf, PROTOCOLS, type ProtocolName } from '../../wire';
import {
  readCalcArguments,
  readOutcome,
  writeCalc,
  writeOutcome,
  type Outcome,
} from '../pi-messages';
import { MessageType, ThriftError, Type, Underrun, type Reader } from './protocol';
import { Cursor } from './cursor';
import { Feed } from './pass-over';
import { envelope, MessageStream, readerFor, writerFor } from '../transport';

const MAX = 1_024;

const calcBytes = (protocol: ProtocolName, n: number): Buffer => {
  const writer = writerFor(protocol);
  writeCalc(writer, 1, n);
  return writer.bytes();
};

const readerOf = (protocol: ProtocolName, bytes: Buffer): Reader => readerFor(protocol, bytes, MAX);

function toHex(text: string): string {
  return Buffer.from(text).toString('hex');
}

/** The bytes of a call from the generated client. */
function libraryBytes(protocol: ProtocolName, n: number): Buffer {
  let written: Buffer = Buffer.alloc(0);
  const classes = classesOf({ protocol, transport: 'buffered' });
  const transport = new TBufferedTransport(undefined, (bytes) => (written = bytes as Buffer));
  const client = new PiService.Client(transport, classes.protocol);
  Object.assign(client, { _seqid: 0, _reqs: {} });
  client.calc(new PiRequest({ n }), () => undefined);
  return written;
}

test.each([
  [
    'binary' as const,
    '80010001' + '0000000463616c63' + '00000001' + '0c0001' + '080001000003e8' + '00' + '00',
  ],
  ['compact' as const, '8221' + '01' + '0463616c63' + '1c' + '15d00f' + '00' + '00'],
  ['json' as const, toHex('[1,"calc",1,1,{"1":{"rec":{"1":{"i32":1000}}}}]')],
])('calc(1000) in %s', (protocol, hex) => {
  expect(calcBytes(protocol, 1_000).toString('hex')).toBe(hex);
});

describe.each(PROTOCOLS)('%s', (protocol) => {
  test.each([0, 1, -1, 63, 64, 127, 128, 16_384, 2_147_483_647, -2_147_483_648])(
    'calc(%d) has the library’s bytes, and is read as it was written',
    (n) => {
      const bytes = calcBytes(protocol, n);
      expect(bytes).toEqual(libraryBytes(protocol, n));
      const reader = readerOf(protocol, bytes);
      expect(reader.message()).toEqual({ name: 'calc', type: MessageType.CALL, seqid: 1 });
      expect(readCalcArguments(reader)).toBe(n);
      expect(reader.offset).toBe(bytes.length);
    },
  );

  test.each<[string, Outcome]>([
    ['a number', { value: Math.PI }],
    ['a text', { value: 'pong' }],
    ['the exception', { illegal: 'no' }],
    ['a failure', { failure: 'Unknown function', type: 1 }],
  ])('%s is the same after a round trip', (_name, outcome) => {
    const writer = writerFor(protocol);
    writeOutcome(writer, 'calc', 7, outcome);
    const reader = readerOf(protocol, writer.bytes());
    const { type, seqid } = reader.message();
    expect([seqid, readOutcome(reader, type)]).toEqual([7, outcome]);
  });

  test.each(['buffered', 'framed'] as const)(
    'messages are found wherever the stream is split, %s',
    (transport) => {
      const messages = [calcBytes(protocol, 300), calcBytes(protocol, 5)];
      const bytes = Buffer.concat(messages.map((message) => envelope(message, transport)));
      for (let at = 0; at <= bytes.length; at++) {
        const stream = new MessageStream(protocol, transport, MAX);
        const came: number[] = [];
        for (const part of [bytes.subarray(0, at), bytes.subarray(at)])
          stream.push(part, (reader) => {
            reader.message();
            came.push(readCalcArguments(reader));
          });
        expect(came).toEqual([300, 5]);
      }
    },
  );

  test('an unknown field is skipped: an old program reads a new message', () => {
    const writer = writerFor(protocol);
    writer.structBegin();
    writer.field({ type: Type.STRUCT, id: 1 });
    writer.structBegin();
    writer.field({ type: Type.STRING, id: 9 }); // new
    writer.string('precision');
    writer.field({ type: Type.I32, id: 1 });
    writer.i32(42);
    writer.field({ type: Type.DOUBLE, id: 40 }); // new, with a distant number
    writer.double(1);
    writer.structEnd();
    writer.structEnd();
    expect(readCalcArguments(readerOf(protocol, writer.bytes()))).toBe(42);
  });

  test('a known field of another type is skipped too', () => {
    const writer = writerFor(protocol);
    writer.structBegin();
    writer.field({ type: Type.I32, id: 1 });
    writer.i32(42);
    writer.structEnd();
    expect(readCalcArguments(readerOf(protocol, writer.bytes()))).toBe(0);
  });

  test('everything that the library can write is skipped, byte by byte', () => {
    const classes = classesOf({ protocol, transport: 'buffered' });
    let written: Buffer = Buffer.alloc(0);
    const transport = new TBufferedTransport(undefined, (bytes) => (written = bytes as Buffer));
    const output = new (classes.protocol as unknown as new (t: unknown) => TProtocol)(transport);
    output.writeMessageBegin('calc', Thrift.MessageType.CALL, 1);
    writeEverything(output);
    output.writeMessageEnd();
    output.flush();
    const pass = (bytes: Buffer): number => {
      const reader = readerOf(protocol, bytes);
      reader.message();
      reader.skip(Type.STRUCT);
      return reader.offset;
    };
    expect(pass(written)).toBe(written.length);
    for (let end = 0; end < written.length; end++)
      expect(() => pass(written.subarray(0, end))).toThrow(Underrun);
  });
});

/** A struct with a field of each type. */
function writeEverything(output: TProtocol): void {
  const field = (type: Thrift.Type, id: number, write: () => void): void => {
    output.writeFieldBegin('', type, id);
    write();
    output.writeFieldEnd();
  };
  output.writeStructBegin('');
  field(Thrift.Type.BOOL, 1, () => output.writeBool(true));
  field(Thrift.Type.BOOL, 2, () => output.writeBool(false));
  field(Thrift.Type.BYTE, 3, () => output.writeByte(7));
  field(Thrift.Type.I16, 4, () => output.writeI16(-300));
  field(Thrift.Type.I32, 5, () => output.writeI32(70_000));
  field(Thrift.Type.I64, 6, () => output.writeI64(2 ** 40));
  field(Thrift.Type.DOUBLE, 7, () => output.writeDouble(1.5));
  field(Thrift.Type.STRING, 8, () => output.writeString('text'));
  field(Thrift.Type.LIST, 9, () => {
    output.writeListBegin(Thrift.Type.I32, 20);
    for (let n = 0; n < 20; n++) output.writeI32(n);
    output.writeListEnd();
  });
  field(Thrift.Type.SET, 10, () => {
    output.writeSetBegin(Thrift.Type.BOOL, 2);
    output.writeBool(true);
    output.writeBool(false);
    output.writeSetEnd();
  });
  field(Thrift.Type.MAP, 11, () => {
    output.writeMapBegin(Thrift.Type.STRING, Thrift.Type.DOUBLE, 1);
    output.writeString('a');
    output.writeDouble(1);
    output.writeMapEnd();
  });
  field(Thrift.Type.STRUCT, 30, () => {
    output.writeStructBegin('');
    output.writeFieldStop();
    output.writeStructEnd();
  });
  output.writeFieldStop();
  output.writeStructEnd();
}

describe('the cost, however the bytes are cut', () => {
  const LIMIT = 1024 * 1024;
  const HEAD = {
    binary: Buffer.from('80010001' + '0000000463616c63' + '00000001', 'hex'),
    compact: Buffer.from('8221' + '01' + '0463616c63', 'hex'),
    json: Buffer.from('[1,"calc",1,1,'),
  };
  const bytesOf = (head: string, member: number): Buffer =>
    Buffer.concat([Buffer.from(head, 'hex'), Buffer.alloc(100_000, member), Buffer.alloc(1)]);
  const textOf = (head: string, member: string, end: string): Buffer => {
    const count = Math.floor(100_000 / (member.length + 1));
    const members = Array<string>(count).fill(member).join(',');
    return Buffer.from(`{"9":${head.replace('N', `${count}`)}${members}${end}}]`);
  };
  /** An unknown field, then the end of the arguments. */
  const UNKNOWN: readonly [string, ProtocolName, () => Buffer][] = [
    ['list<bool>', 'binary', () => bytesOf('0f0009' + '02' + '000186a0', 1)],
    ['list<bool>', 'compact', () => bytesOf('99' + 'f1' + 'a08d06', 1)],
    ['list<bool>', 'json', () => textOf('{"lst":["tf",N,', '1', ']}')],
    ['list<struct {}>', 'binary', () => bytesOf('0f0009' + '0c' + '000186a0', 0)],
    ['list<struct {}>', 'compact', () => bytesOf('99' + 'fc' + 'a08d06', 0)],
    ['list<struct {}>', 'json', () => textOf('{"lst":["rec",N,', '{}', ']}')],
    ['set<string>', 'binary', () => bytesOf('0e0009' + '0b' + '000061a8', 0)],
    ['set<i64>', 'compact', () => bytesOf('9a' + 'f6' + 'a08d06', 1)],
    ['set<string>', 'json', () => textOf('{"set":["str",N,', '"\\u00e9]"', ']}')],
    ['map<i32, bool>', 'compact', () => bytesOf('9b' + 'd08603' + '51', 2)],
    ['map<bool, string>', 'binary', () => bytesOf('0d0009' + '020b' + '00004e20', 0)],
    ['map<i32, double>', 'json', () => textOf('{"map":["i32","dbl",N,{', '"7":-1.5e9', '}]}')],
    ['string', 'json', () => textOf('{"str":"', '\\"', '"}')],
  ];

  /** The steps until the message was read, and the bytes that were copied. */
  function costOf(protocol: ProtocolName, bytes: Buffer, pieceBytes: number) {
    // eslint-disable-next-line @typescript-eslint/unbound-method -- put back as they were
    const [{ poll, skip }, { peek }] = [Feed.prototype, Cursor.prototype];
    let steps = 0;
    Feed.prototype.poll = function (this: Feed) {
      steps++;
      return poll.call(this);
    };
    Feed.prototype.skip = function (this: Feed, count: number) {
      steps++;
      return skip.call(this, count);
    };
    Cursor.prototype.peek = function (this: Cursor) {
      steps++;
      return peek.call(this);
    };
    const stream = new MessageStream(protocol, 'buffered', LIMIT);
    let messages = 0;
    try {
      const copied = copiedBytes(() => {
        for (let at = 0; at < bytes.length; at += pieceBytes)
          stream.push(bytes.subarray(at, at + pieceBytes), (reader) => {
            reader.message();
            readCalcArguments(reader);
            messages++;
          });
      });
      return { steps, copied, messages };
    } finally {
      Object.assign(Feed.prototype, { poll, skip });
      Object.assign(Cursor.prototype, { peek });
    }
  }

  describe.each(UNKNOWN)('an unknown %s in %s', (type, protocol, content) => {
    test.each([110_000, 1_024, 7, 1])('of 100,000 bytes in pieces of %d', (pieceBytes) => {
      const bytes = Buffer.concat([HEAD[protocol], content()]);
      const { steps, copied, messages } = costOf(protocol, bytes, pieceBytes);
      expect(messages).toBe(1);
      // Twice: to find the end, and to read, where JSON examines a byte up to six times.
      // Each piece adds one or two steps, and does not start again from the beginning.
      const each = protocol === 'json' ? 7 : 3;
      const pieces = Math.ceil(bytes.length / pieceBytes);
      expect(steps).toBeLessThanOrEqual(each * bytes.length + 2 * pieces);
      if (type === 'list<bool>' && protocol !== 'json') expect(steps).toBeLessThan(100);
      expect(copied).toBeLessThanOrEqual(2 * bytes.length);
    });
  });

  test.each([1_024, 7, 1])('a frame in pieces of %d', (pieceBytes) => {
    const bytes = Buffer.alloc(4 + 100_000);
    bytes.writeInt32BE(100_000);
    const stream = new MessageStream('binary', 'framed', LIMIT);
    let messages = 0;
    const copied = copiedBytes(() => {
      for (let at = 0; at < bytes.length; at += pieceBytes)
        stream.push(bytes.subarray(at, at + pieceBytes), () => messages++);
    });
    expect(messages).toBe(1);
    expect(copied).toBeLessThanOrEqual(2 * bytes.length);
  });

  test('a message that is too long is rejected before its bytes are kept', () => {
    const stream = new MessageStream('binary', 'buffered', LIMIT);
    const list = Buffer.from('0f0009' + '0a' + '00100000', 'hex'); // 8 MiB of i64
    const bytes = Buffer.concat([HEAD.binary, list]);
    expect(() => stream.push(bytes, () => undefined)).toThrow(
      `at byte ${bytes.length}: expected a message of at most ${LIMIT} bytes, got more`,
    );
  });
});

describe('a message without a frame is limited, whatever it contains', () => {
  const ARGUMENTS = {
    binary: ['80010001' + '0000000463616c63' + '00000001', '0c000900'],
    compact: ['8221' + '01' + '0463616c63', '1500'],
    json: [toHex('[1,"calc",1,1,{"9":{"lst":["i8",1'), toHex(',1')],
  };

  test.each(PROTOCOLS)('%s: small values without end', (protocol) => {
    const [head = '', value = ''] = ARGUMENTS[protocol];
    const stream = new MessageStream(protocol, 'buffered', MAX);
    let sent = 0;
    const send = (hex: string): void => {
      const piece = Buffer.from(hex, 'hex');
      stream.push(piece, () => undefined);
      sent += piece.length;
    };
    send(head);
    expect(() => {
      while (sent <= 2 * MAX) send(value);
    }).toThrow(`expected a message of at most ${MAX} bytes, got more`);
    expect(sent).toBeLessThanOrEqual(MAX);
  });

  test.each(PROTOCOLS)('%s: in one piece, too', (protocol) => {
    const [head = '', value = ''] = ARGUMENTS[protocol];
    const bytes = Buffer.from(head + value.repeat(MAX), 'hex');
    expect(() => new MessageStream(protocol, 'buffered', MAX).push(bytes, () => undefined)).toThrow(
      `expected a message of at most ${MAX} bytes, got more`,
    );
  });
});

describe.each(PROTOCOLS)('a call in %s with damaged bytes', (protocol) => {
  const PLACE = fc.tuple(fc.nat(200), fc.nat(255));

  test('is read, or is a ThriftError', () => {
    fc.assert(
      fc.property(fc.array(PLACE, { minLength: 1, maxLength: 3 }), fc.nat(200), (places, cut) => {
        const bytes = calcBytes(protocol, 1_000);
        for (const [at, byte] of places) bytes[at % bytes.length] = byte;
        const stream = new MessageStream(protocol, 'buffered', MAX);
        try {
          for (const part of [bytes.subarray(0, cut), bytes.subarray(cut)])
            stream.push(part, (reader) => {
              reader.message();
              readCalcArguments(reader);
            });
        } catch (error) {
          expect(error).toBeInstanceOf(ThriftError);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('bytes that are not a message', () => {
  const nested = (level: string): string => level.repeat(70) + '00'.repeat(71);

  test.each<[string, ProtocolName, string]>([
    ['another version', 'binary', '80020001'],
    ['no version', 'binary', '00000004'],
    ['a name of 2 GB', 'binary', '800100017fffffff'],
    ['a name of −1 bytes', 'binary', '80010001ffffffff'],
    ['another protocol', 'compact', '8001'],
    ['another version', 'compact', '8222'],
    ['a name of 4 GB', 'compact', '822101ffffffff0f'],
    ['a varint without an end', 'compact', '8221' + 'ff'.repeat(6)],
    ['a varint of 35 bits', 'compact', '8221' + 'ffffffff7f'],
  ])('%s: %s', (_name, protocol, hex) => {
    expect(() => readerOf(protocol, Buffer.from(hex, 'hex')).message()).toThrow(ThriftError);
  });

  test.each<[string, ProtocolName, string]>([
    ['a type that is none', 'binary', '010001'],
    ['a list of 2 billion', 'binary', '0f0001' + '08' + '7fffffff'],
    ['structs in structs', 'binary', nested('0c0001')],
    ['a type that is none', 'compact', '1d'],
    ['a list of 2 billion', 'compact', '19f5' + 'ffffffff07'],
    ['structs in structs', 'compact', nested('1c')],
  ])('%s: %s, in a struct', (_name, protocol, hex) => {
    const reader = readerOf(protocol, Buffer.from(hex, 'hex'));
    expect(() => reader.skip(Type.STRUCT)).toThrow(ThriftError);
  });

  test.each(['7fffffff', 'ffffffff', '00000401'])('a frame of %s bytes', (hex) => {
    const stream = new MessageStream('binary', 'framed', MAX);
    expect(() => stream.push(Buffer.from(hex, 'hex'), () => undefined)).toThrow(ThriftError);
  });

  test('a frame that ends before its message does', () => {
    const stream = new MessageStream('binary', 'framed', MAX);
    const bytes = Buffer.from('00000004' + '80010001', 'hex');
    expect(() => stream.push(bytes, (reader) => void reader.message())).toThrow(ThriftError);
  });

  test('a message without a frame that never ends', () => {
    const stream = new MessageStream('binary', 'buffered', 16);
    const bytes = Buffer.from('80010001' + '00000010' + 'aa'.repeat(12), 'hex');
    expect(() => stream.push(bytes, (reader) => void reader.message())).toThrow(ThriftError);
  });
});
