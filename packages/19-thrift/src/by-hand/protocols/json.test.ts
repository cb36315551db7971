// The JSON protocol by hand: numbers, strings, and invalid text.

import fc from 'fast-check';
import { TBufferedTransport, TFramedTransport } from 'thrift';
import { classesOf } from '../../wire';
import { JsonReader, JsonWriter } from './json';
import { readOutcome, readTextArgument, writeOutcome, writeText } from '../pi-messages';
import { MAX_DEPTH, MessageType, ThriftError, Type } from './protocol';
import { MessageStream } from '../transport';

const MAX = 4_096;
const LIBRARY = classesOf({ protocol: 'json', transport: 'buffered' });
const readerOf = (text: string): JsonReader => new JsonReader(Buffer.from(text), MAX);

/** The only argument of a call, as the library writes and reads it. */
const library = {
  write(type: number, write: (output: InstanceType<typeof LIBRARY.protocol>) => void): Buffer {
    let written: Buffer = Buffer.alloc(0);
    const transport = new TBufferedTransport(undefined, (bytes) => (written = bytes as Buffer));
    const output = new LIBRARY.protocol(transport);
    output.writeMessageBegin('ping', MessageType.CALL, 1);
    output.writeStructBegin('');
    output.writeFieldBegin('', type, 1);
    write(output);
    output.writeFieldEnd();
    output.writeFieldStop();
    output.writeStructEnd();
    output.writeMessageEnd();
    output.flush();
    return written;
  },
  open(bytes: Buffer): InstanceType<typeof LIBRARY.protocol> {
    const input = new LIBRARY.protocol(new TFramedTransport(bytes));
    input.readMessageBegin();
    input.readStructBegin();
    input.readFieldBegin();
    return input;
  },
};

const byLibrary = (text: string): Buffer =>
  library.write(Type.STRING, (output) => output.writeString(text));

function pingBytes(text: string): Buffer {
  const writer = new JsonWriter();
  writeText(writer, 'ping', 1, text);
  return writer.bytes();
}

describe('strings', () => {
  const TEXTS = [
    ...['', 'π ≈ 3.14', '😀', 'a/b', '"', '\\', '\\"', ']}', '[{', '"]', '\\u0041'],
    ...['\b\f\n\r\t', '\u0000\u0001\u001f', '\u007f\u0085', 'x'.repeat(1_000)],
  ];

  const textOf = (bytes: Buffer): string => {
    const reader = new JsonReader(bytes, bytes.length);
    reader.message();
    return readTextArgument(reader);
  };

  test.each(TEXTS)('%j: written here and read by the library, and the other way round', (text) => {
    expect(textOf(pingBytes(text))).toBe(text);
    expect(library.open(pingBytes(text)).readString()).toBe(text);
    expect(textOf(byLibrary(text))).toBe(text);
  });

  test('any string, wherever it is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(200)),
        (texts, cuts) => {
          const bytes = Buffer.concat(texts.flatMap((text) => [pingBytes(text), byLibrary(text)]));
          const stream = new MessageStream('json', 'buffered', MAX);
          const came: string[] = [];
          const ends = [...cuts.sort((a, b) => a - b), bytes.length];
          ends.forEach((end, i) =>
            stream.push(bytes.subarray(ends[i - 1] ?? 0, end), (reader) => {
              reader.message();
              came.push(readTextArgument(reader));
            }),
          );
          expect(came).toEqual(texts.flatMap((text) => [text, text]));
        },
      ),
    );
  });

  test.each([
    ['\\u00e9', 'é'],
    ['\\ud83d\\ude00', '😀'],
    ['\\/\\"\\\\', '/"\\'],
    ['\u0001', '\u0001'], // Node's library writes it as it is
  ])('"%s" is %j', (escaped, text) => {
    expect(readerOf(`"${escaped}"`).string()).toBe(text);
  });

  test.each(['\\x', '\\u12g4', '\\u123', '\\\n'])(
    '"%s" is an escape that JSON does not have',
    (text) => {
      expect(() => readerOf(`"${text}"`).string()).toThrow(ThriftError);
    },
  );
});

describe('numbers', () => {
  const there = (write: (writer: JsonWriter) => void): string => {
    const writer = new JsonWriter();
    write(writer);
    return `${writer.bytes().toString()},`;
  };

  test('every 32-bit integer is the same after a round trip', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), (value) => {
        expect(readerOf(there((writer) => writer.i32(value))).i32()).toBe(value);
      }),
    );
  });

  test('every double is the same after a round trip', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        expect(readerOf(there((writer) => writer.double(value))).double()).toBe(value);
      }),
    );
  });

  test.each([
    [NaN, '"NaN"'],
    [Infinity, '"Infinity"'],
    [-Infinity, '"-Infinity"'],
    [-0, '-0'],
    [1e21, '1e+21'],
    [5e-324, '5e-324'],
  ])('the double %d is %s', (value, text) => {
    expect(there((writer) => writer.double(value))).toBe(`${text},`);
    expect(readerOf(`${text},`).double()).toBe(value);
  });

  test('Node’s library writes NaN without quotes, and cannot read that; it reads ours', () => {
    const bare = library.write(Type.DOUBLE, (output) => output.writeDouble(NaN));
    expect(bare.toString()).toBe('[1,"ping",1,1,{"1":{"dbl":NaN}}]');
    expect(() => library.open(bare)).toThrow("Unexpected 'N'");
    const ours = Buffer.from(bare.toString().replace('NaN', '"NaN"'));
    expect(Number(library.open(ours).readDouble())).toBeNaN();
  });

  test.each(['', '-', '+1', '01', '1.5', '1e3', '2147483648', '-2147483649', '"1"', 'null'])(
    '%s is not a 32-bit integer',
    (text) => {
      expect(() => readerOf(`${text},`).i32()).toThrow(ThriftError);
    },
  );

  test.each(['', '.5', '1.', '1e', '1e999', '00', '--1', '1-1', '"1"', '"nan"', 'NaN'])(
    '%s is not a double',
    (text) => {
      expect(() => readerOf(`${text},`).double()).toThrow(ThriftError);
    },
  );
});

describe('a reply that succeeds', () => {
  test('with white space, which JSON allows', () => {
    const text = ' [ 1 , "calc",\t2,7,\r\n{ "0" : {"rec":{"1":{"dbl": 3.5 } } }, "9":{"tf":1} } ] ';
    const came: unknown[] = [];
    new MessageStream('json', 'buffered', MAX).push(Buffer.from(text), (reader) => {
      const { name, type, seqid } = reader.message();
      came.push(name, seqid, readOutcome(reader, type));
    });
    expect(came).toEqual(['calc', 7, { value: 3.5 }]);
  });

  test('with special numbers', () => {
    const writer = new JsonWriter();
    writeOutcome(writer, 'calc', 7, { value: Infinity });
    const reader = new JsonReader(writer.bytes(), MAX);
    expect(readOutcome(reader, reader.message().type)).toEqual({ value: Infinity });
  });
});

describe('what is skipped', () => {
  const struct = (field: string): JsonReader => readerOf(`{"9":{${field}}}`);

  test.each([
    '"tf":1',
    '"i64":-9223372036854775808',
    '"dbl":"NaN"',
    '"lst":["i32",0]',
    '"set":["lst",2,["tf",1,0],["tf",0]]',
    '"map":["i32","str",2,{"1":"a","-2":"]"}]',
    '"map":["dbl","map",1,{"1.5":["str","tf",0,{}]}]',
    '"map":["str","rec",1,{"a":{"1":{"i8":1}}}]',
    '"rec":{}',
  ])('{%s}', (field) => {
    const reader = struct(field);
    reader.skip(Type.STRUCT);
    expect(reader.offset).toBe(`{"9":{${field}}}`.length);
  });

  test.each([
    ['a type that is none', '"xyz":1'],
    ['a value of another type', '"i32":"x"'],
    ['a bracket of another kind', '"lst":["i32",1,1}'],
    ['too few members', '"lst":["i32",2,1]'],
    ['too many members', '"lst":["i32",1,1,2]'],
    ['a list of 2 billion', '"lst":["i32",2000000000,1]'],
    ['a list of −1', '"lst":["i32",-1]'],
    ['a key that is a struct', '"map":["rec","i32",1,{{}:1}]'],
    ['a key without quotes', '"map":["i32","i32",1,{1:1}]'],
    ['a comma too many', '"rec":{"1":{"i32":1},}'],
    ['two values', '"i32":1,"i32":2'],
    ['structs in structs', '"rec":{"1":{'.repeat(70) + '"i32":1' + '}}'.repeat(70)],
  ])('not %s', (_name, field) => {
    expect(() => struct(field).skip(Type.STRUCT)).toThrow(ThriftError);
  });
});

describe('an invalid message', () => {
  test.each([
    ['HTTP', 'GET / HTTP/1.1', 'expected a message that begins with [, got "G"'],
    ['an object', '{"a":1}', 'expected a message that begins with [, got "{"'],
    ['another version', '[2,"ping",1,1,{}]', 'expected version 1, got 2'],
    ['a name that is a number', '[1,5,1,1,{}]', 'expected ", got "5"'],
    ['its end too soon', '[1,"ping",1,1]', 'expected ,, got "]"'],
    ['a sixth member', '[1,"ping",1,1,{},0]', 'expected ], got ","'],
    ['another bracket', '[1,"ping",1,1,{}}', 'expected ], got "}"'],
    ['brackets in brackets', '['.repeat(200), `expected at most ${1 + 2 * MAX_DEPTH} brackets`],
  ])('%s', (_name, text, why) => {
    const stream = new MessageStream('json', 'buffered', MAX);
    expect(() =>
      stream.push(Buffer.from(text), (reader) => {
        reader.message();
        readTextArgument(reader);
      }),
    ).toThrow(why);
  });
});
