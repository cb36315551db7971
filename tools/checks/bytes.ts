// The bytes of every example are right: a frame next to its JSON, a dump with its offsets
// and its text, a number and its encoding are decoded here. All other bytes must occur in
// a test, which decodes them.

import { decodeVarint32, explainFrame } from '@bytes-up/codec';
import { explainProtobuf } from '@bytes-up/protobuf';
import { chapterOf, problemAt, type PageCheck } from './page-file';
import type { Repo } from './repo';

const PAIRS = (least: number): string =>
  `(?<![\\w.])[0-9a-fA-F]{2}(?:\\s+[0-9a-fA-F]{2}){${least - 1},}(?!\\w)`;
const LENGTH = '(?:[0-9a-fA-F]{2} ){3}[0-9a-fA-F]{2}';
/**
 * A length, then the body as JSON, perhaps with a line between them:
 * `0d 00 00 00 │ {"in":"ping"}`.
 */
const FRAME = new RegExp(`(${LENGTH}|… 00 00 00) *│? *(\\{".*?\\}(?![\\]},:"]))`, 'g');
/**
 * `  5  41 64 61   Ada   what it means`: an offset, up to eight bytes, what they are as
 * text.
 */
const DUMP_ROW = /^ +(\d+) {2}([0-9a-f]{2}(?: [0-9a-f]{2}){0,7}) +(\S.*)$/;
/** `a message of 3 bytes: 08 e8 07` */
const COUNTED = new RegExp(`(\\d+) bytes: (${PAIRS(1)})`, 'g');
/** "300 is `AC 02`", "13 is 0d 00 00 00", "5 in 32 bits is `05 00 00 00`" */
const NUMBER = new RegExp(`(\\d+)(?: in 32 bits)? is \`?(${PAIRS(2)})`, 'g');
/** `the body {"in":"ping"} has 13 bytes` */
const BODY = /body (\{"[^}]*\}+) has (\d+) bytes/g;
/** Fewer bytes than this could be a word or a number in the text. */
const ENOUGH = 4;

// #region check-bytes
export const checkBytes: PageCheck = (page, repo) => {
  const lines = (repo.read(page.file) ?? '').split('\n');
  const dumped = new Set<number>();
  const isProtobuf = /^(?:05|18)-/.test(chapterOf(page) ?? ''); // what their messages are
  const problems = dumpsOf(lines).flatMap((dump) => {
    for (const { line } of dump) dumped.add(line);
    return problemsOfDump(dump).map(([line, what]) => problemAt(page, line, what));
  });
  return [
    ...problems,
    ...lines.flatMap((text, index) => {
      const known = dumped.has(index + 1) || /^ *offset /.test(text);
      const found = [...problemsOfLine(text), ...(known ? [] : strangers(text, isProtobuf, repo))];
      return found.map((what) => problemAt(page, index + 1, what));
    }),
  ];
};
// #endregion check-bytes

interface DumpRow {
  readonly line: number;
  readonly offset: number;
  readonly bytes: Buffer;
  readonly rest: string;
}

/** Consecutive rows; a new dump begins at offset 0. */
function dumpsOf(lines: readonly string[]): DumpRow[][] {
  const dumps: DumpRow[][] = [];
  let last = -1;
  for (const [index, text] of lines.entries()) {
    const [, offset, hex, rest = ''] = DUMP_ROW.exec(text) ?? [];
    if (offset === undefined || hex === undefined) continue;
    const row = { line: index + 1, offset: Number(offset), bytes: fromHex(hex), rest };
    if (row.offset === 0 || last !== index - 1 || dumps.length === 0) dumps.push([]);
    dumps.at(-1)?.push(row);
    last = index;
  }
  return dumps;
}

function problemsOfDump(rows: readonly DumpRow[]): [line: number, what: string][] {
  const problems: [number, string][] = [];
  let at = 0;
  for (const { line, offset, bytes, rest } of rows) {
    if (offset !== at) problems.push([line, `the offset is ${at}, not ${offset}`]);
    const text = printable(bytes).trim();
    if (!rest.startsWith(text)) problems.push([line, `these bytes are "${text}" as text`]);
    at = offset + bytes.length;
  }
  const whole = Buffer.concat(rows.map(({ bytes }) => bytes));
  const isFrame = rows[0]?.rest.includes('length') === true;
  const wrong = isFrame ? wrongFrame(whole) : undefined;
  if (wrong !== undefined) problems.push([rows[0]?.line ?? 0, wrong]);
  return problems;
}

function problemsOfLine(text: string): string[] {
  const problems: string[] = [];
  const check = (pattern: RegExp, judge: (a: string, b: string) => string | undefined): void => {
    for (const [, a = '', b = ''] of text.matchAll(pattern)) {
      const wrong = judge(a, b);
      if (wrong !== undefined) problems.push(wrong);
    }
  };
  check(FRAME, (length, body) => {
    if (length.includes('…') || body.includes('…')) return `write ${length} ${body} out`;
    return wrongFrame(Buffer.concat([fromHex(length), Buffer.from(body)]));
  });
  check(COUNTED, (count, hex) => {
    const { length } = fromHex(hex);
    return length === Number(count) ? undefined : `${hex} is ${length} bytes, not ${count}`;
  });
  check(NUMBER, (number, hex) =>
    valuesOf(fromHex(hex)).includes(Number(number)) ? undefined : `${hex} is not ${number}`,
  );
  check(BODY, (body, count) =>
    Buffer.byteLength(body) === Number(count)
      ? undefined
      : `${body} has ${Buffer.byteLength(body)} bytes, not ${count}`,
  );
  return problems;
}

/** What explains why these bytes are not one whole frame with a JSON object in it. */
function wrongFrame(bytes: Buffer): string | undefined {
  const body = bytes.length - 4;
  const said = bytes.length < 4 ? 0 : bytes.readUInt32LE(0);
  if (said !== body) return `the length says ${said}, the body has ${body} bytes`;
  return explainFrame(bytes).find(({ error }) => error !== undefined)?.error;
}

/** As a length, and as a varint if the bytes are one. */
function valuesOf(bytes: Buffer): number[] {
  if (bytes.length === 4) return [bytes.readUInt32LE(0)];
  const { value, nextOffset } = decodeVarint32(bytes);
  return nextOffset === bytes.length ? [value] : [];
}

/** Bytes that are not decoded here and occur in no test. */
function strangers(text: string, isProtobuf: boolean, repo: Repo): string[] {
  const problems: string[] = [];
  const rest = text.replace(FRAME, '').replace(NUMBER, '');
  for (const [hex] of rest.matchAll(new RegExp(PAIRS(ENOUGH), 'g'))) {
    const bytes = fromHex(hex);
    if (bytes.length > ENOUGH && bytes.readUInt32LE(0) === bytes.length - ENOUGH) {
      const wrong = wrongFrame(bytes);
      if (wrong !== undefined) problems.push(`${hex}: ${wrong}`);
    } else if (isProtobuf && !explainProtobuf(bytes).some(({ error }) => error !== undefined)) {
      continue;
    } else if (!bytesOfTests(repo).includes(bytes.toString('hex'))) {
      problems.push(`no test has the bytes ${hex}`);
    }
  }
  return problems;
}

const ofTests = new WeakMap<Repo, string>();

/**
 * The text of the tests and their fixtures, without anything that separates hex digits.
 */
function bytesOfTests(repo: Repo): string {
  let found = ofTests.get(repo);
  if (found === undefined) {
    const files = repo.find(/\.test\.ts$|\/testing\/.*\.ts$|\/exercises\/.*\.ts$/);
    found = files.map((file) => bare(repo.read(file) ?? '')).join('\n');
    ofTests.set(repo, found);
  }
  return found;
}

function bare(text: string): string {
  return text.replace(/0x|\\x|[\s,'"`+]/g, '').toLowerCase();
}

function fromHex(text: string): Buffer {
  return Buffer.from(text.replace(/\s+/g, ''), 'hex');
}

function printable(bytes: Buffer): string {
  return bytes.toString('latin1').replace(/[^\x20-\x7e]/g, '.');
}
