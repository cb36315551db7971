// The messages of pi.thrift, written and read by hand (chapter 19). Arguments are a
// struct, and so is a result: field 0 is the return value, and the other fields are the
// declared exceptions.

import { MessageType, ThriftError, Type, type Reader, type Writer } from './protocols/protocol';

/** The outcome of a call: a value, its declared exception, or a failure of Thrift. */
export type Outcome =
  | { readonly value: number | string }
  | { readonly illegal: string }
  | { readonly failure: string; readonly type: number };

/** Thrift's codes for failures outside of the method. */
export const UNKNOWN_METHOD = 1;

// #region call
export function writeCalc(writer: Writer, seqid: number, n: number): void {
  writer.message({ name: 'calc', type: MessageType.CALL, seqid });
  writer.structBegin(); // calc's arguments
  writer.field({ type: Type.STRUCT, id: 1 });
  writer.structBegin(); // PiRequest
  writer.field({ type: Type.I32, id: 1 });
  writer.i32(n);
  writer.structEnd();
  writer.structEnd();
}

/** A method whose only argument is a string. */
export function writeText(
  writer: Writer,
  name: 'ping' | 'note',
  seqid: number,
  text: string,
): void {
  const type = name === 'note' ? MessageType.ONEWAY : MessageType.CALL;
  writer.message({ name, type, seqid });
  writer.structBegin();
  writer.field({ type: Type.STRING, id: 1 });
  writer.string(text);
  writer.structEnd();
}
// #endregion call

/** Reads a struct: known fields with their functions. It skips the others. */
export function readStruct(
  reader: Reader,
  known: Readonly<Record<number, readonly [type: number, read: () => void]>>,
): void {
  reader.structBegin();
  for (let field = reader.field(); field !== undefined; field = reader.field()) {
    const [type, read] = known[field.id] ?? [];
    if (type === field.type && read !== undefined) read();
    else reader.skip(field.type);
  }
  reader.structEnd();
}

export function readCalcArguments(reader: Reader): number {
  let n = 0;
  const request = (): void => readStruct(reader, { 1: [Type.I32, () => (n = reader.i32())] });
  readStruct(reader, { 1: [Type.STRUCT, request] });
  return n;
}

export function readTextArgument(reader: Reader): string {
  let text = '';
  readStruct(reader, { 1: [Type.STRING, () => (text = reader.string())] });
  return text;
}

// #region reply
export function writeOutcome(writer: Writer, name: string, seqid: number, outcome: Outcome): void {
  const isFailure = 'failure' in outcome;
  writer.message({ name, type: isFailure ? MessageType.EXCEPTION : MessageType.REPLY, seqid });
  writer.structBegin();
  if (isFailure) {
    writer.field({ type: Type.STRING, id: 1 });
    writer.string(outcome.failure);
    writer.field({ type: Type.I32, id: 2 });
    writer.i32(outcome.type);
  } else if ('illegal' in outcome)
    writeIn(writer, 1, Type.STRING, () => writer.string(outcome.illegal));
  else if (typeof outcome.value === 'string') {
    writer.field({ type: Type.STRING, id: 0 });
    writer.string(outcome.value);
  } else {
    const { value } = outcome;
    writeIn(writer, 0, Type.DOUBLE, () => writer.double(value));
  }
  writer.structEnd();
}
// #endregion reply

/** A field that is a struct with one field. */
function writeIn(writer: Writer, id: number, type: number, write: () => void): void {
  writer.field({ type: Type.STRUCT, id });
  writer.structBegin();
  writer.field({ type, id: 1 });
  write();
  writer.structEnd();
}

/** Everything after the header of a message. @param type see MessageType */
export function readOutcome(reader: Reader, type: number): Outcome {
  let outcome: Outcome | undefined;
  const illegal = (): void =>
    readStruct(reader, { 1: [Type.STRING, () => (outcome = { illegal: reader.string() })] });
  const value = (): void =>
    readStruct(reader, { 1: [Type.DOUBLE, () => (outcome = { value: reader.double() })] });
  if (type === MessageType.EXCEPTION) outcome = readFailure(reader);
  else readResult(reader, illegal, value, (text) => (outcome = { value: text }));
  if (outcome === undefined) throw new ThriftError(reader.offset, 'a result', 'none');
  return outcome;
}

function readFailure(reader: Reader): Outcome {
  const seen = { failure: '', type: 0 };
  readStruct(reader, {
    1: [Type.STRING, () => (seen.failure = reader.string())],
    2: [Type.I32, () => (seen.type = reader.i32())],
  });
  return seen;
}

/** Field 0 is a struct for calc, and a string for ping. */
function readResult(
  reader: Reader,
  illegal: () => void,
  value: () => void,
  text: (text: string) => void,
): void {
  reader.structBegin();
  for (let field = reader.field(); field !== undefined; field = reader.field()) {
    if (field.id === 0 && field.type === Type.STRUCT) value();
    else if (field.id === 0 && field.type === Type.STRING) text(reader.string());
    else if (field.id === 1 && field.type === Type.STRUCT) illegal();
    else reader.skip(field.type);
  }
  reader.structEnd();
}
