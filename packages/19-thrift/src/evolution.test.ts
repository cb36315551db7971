// A field is added, and old and new programs talk to each other: in Thrift and in
// protobuf.

import { MessageCodec, parseProto } from '@bytes-up/protobuf';
import { TBufferedTransport, TFramedTransport } from 'thrift';
import { BinaryReader, BinaryWriter } from './by-hand/protocols/binary';
import { readStruct } from './by-hand/pi-messages';
import { Type } from './by-hand/protocols/protocol';
import { PiRequest } from './generated/pi_types';
import { classesOf } from './wire';

/** A later PiRequest: n, `2: string unit` and `3: i32 places`. */
function writeNew(n: number): Buffer {
  const writer = new BinaryWriter();
  writer.structBegin();
  writer.field({ type: Type.STRING, id: 2 });
  writer.string('radians');
  writer.field({ type: Type.I32, id: 1 });
  writer.i32(n);
  writer.field({ type: Type.I32, id: 3 });
  writer.i32(8);
  writer.structEnd();
  return writer.bytes();
}

const classes = classesOf({ protocol: 'binary', transport: 'buffered' });

test('an old program reads what a new one has written: it skips unknown fields', () => {
  const old = new PiRequest({ n: 0 });
  // Every generated struct has read and write, but the generated types lack them.
  (old as unknown as { read(input: unknown): void }).read(
    new classes.protocol(new TFramedTransport(writeNew(42))),
  );
  expect(old).toEqual(new PiRequest({ n: 42 }));
});

test('a new program reads what an old one has written: missing fields have their defaults', () => {
  let written: Buffer = Buffer.alloc(0);
  const output = new classes.protocol(
    new TBufferedTransport(undefined, (bytes) => (written = bytes as Buffer)),
  );
  (new PiRequest({ n: 42 }) as unknown as { write(output: unknown): void }).write(output);
  output.flush();
  const seen = { n: 0, unit: 'degrees', places: 15 };
  const reader = new BinaryReader(written, 1_024);
  readStruct(reader, {
    1: [Type.I32, () => (seen.n = reader.i32())],
    2: [Type.STRING, () => (seen.unit = reader.string())],
    3: [Type.I32, () => (seen.places = reader.i32())],
  });
  expect(seen).toEqual({ n: 42, unit: 'degrees', places: 15 });
});

test('a field number that is reused with another type is not read, as if it were missing', () => {
  const writer = new BinaryWriter();
  writer.structBegin();
  writer.field({ type: Type.STRING, id: 1 }); // n was an i32
  writer.string('42');
  writer.structEnd();
  const old = new PiRequest({ n: 7 });
  (old as unknown as { read(input: unknown): void }).read(
    new classes.protocol(new TFramedTransport(writer.bytes())),
  );
  expect(old.n).toBe(7);
});

test('protobuf behaves the same', () => {
  const codec = (fields: string): MessageCodec =>
    new MessageCodec(
      parseProto(`syntax = "proto3"; message PiRequest { ${fields} }`).message('PiRequest'),
    );
  const [old, fresh] = [codec('int32 n = 1;'), codec('int32 n = 1; string unit = 2;')];
  expect(old.decode(fresh.encode({ n: 42, unit: 'radians' }))).toMatchObject({ n: 42 });
  expect(fresh.decode(old.encode({ n: 42 }))).toMatchObject({ n: 42, unit: '' });
});
