// The third judge: Apache's Python library. Its bytes are recorded in judge/golden.json
// and judge our reader and writer everywhere. If it is installed, it also calls our
// servers.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { estimatePi } from '@bytes-up/protocol';
import type { RunningServer } from '@bytes-up/server-kit';
import { runCommand, succeeds } from '@bytes-up/testkit';
import {
  readCalcArguments,
  readOutcome,
  readTextArgument,
  writeCalc,
  writeOutcome,
  writeText,
} from './by-hand/pi-messages';
import type { Reader, Writer } from './by-hand/protocols/protocol';
import { MessageStream, writerFor } from './by-hand/transport';
import { SERVERS } from './local-server';
import { contextWith, log } from './testing/context';
import { type ProtocolName, PROTOCOLS, WIRES } from './wire';

const JUDGE = join(__dirname, '../judge/judge.py');
/** A number that all libraries write alike. Of π, Python's JSON writes one digit more. */
const NUMBER = 3.140625;
const TEXT = 'π "]}\\/\n\t😀';
const recorded = readFileSync(join(__dirname, '../judge/golden.json'), 'utf8');
const golden = JSON.parse(recorded) as Record<string, Record<ProtocolName, string>>;

const bytesOf = (name: string, protocol: ProtocolName): Buffer =>
  Buffer.from(golden[name]?.[protocol] ?? '', protocol === 'json' ? 'utf8' : 'hex');

describe.each(PROTOCOLS)('the bytes of Python’s library, %s', (protocol) => {
  test.each<[string, (writer: Writer) => void]>([
    ['calc(1000)', (writer) => writeCalc(writer, 1, 1_000)],
    ['calc(-1)', (writer) => writeCalc(writer, 2, -1)],
    ['ping', (writer) => writeText(writer, 'ping', 3, TEXT)],
    ['note', (writer) => writeText(writer, 'note', 4, '')],
    ['a number', (writer) => writeOutcome(writer, 'calc', 1, { value: NUMBER })],
    ['a text', (writer) => writeOutcome(writer, 'ping', 3, { value: TEXT })],
    [
      'the exception',
      (writer) => writeOutcome(writer, 'calc', 2, { illegal: 'n must be above 0' }),
    ],
    [
      'a failure',
      (writer) =>
        writeOutcome(writer, 'other', 70_000, { failure: 'Unknown function other', type: 1 }),
    ],
  ])('%s is written with the same bytes', (name, write) => {
    const writer = writerFor(protocol);
    write(writer);
    expect(writer.bytes()).toEqual(bytesOf(name, protocol));
  });

  const outcome = (reader: Reader, type: number): unknown => readOutcome(reader, type);

  test.each<[string, unknown[], (reader: Reader, type: number) => unknown]>([
    ['calc(1000)', ['calc', 1, 1, 1_000], readCalcArguments],
    ['calc(-1)', ['calc', 1, 2, -1], readCalcArguments],
    ['ping', ['ping', 1, 3, TEXT], readTextArgument],
    ['note', ['note', 4, 4, ''], readTextArgument],
    ['a number', ['calc', 2, 1, { value: NUMBER }], outcome],
    ['a text', ['ping', 2, 3, { value: TEXT }], outcome],
    ['the exception', ['calc', 2, 2, { illegal: 'n must be above 0' }], outcome],
    ['a failure', ['other', 3, 70_000, { failure: 'Unknown function other', type: 1 }], outcome],
    ['everything', ['calc', 1, 5, 42], readCalcArguments],
  ])('%s is read, wherever it is split', (name, expected, read) => {
    const bytes = bytesOf(name, protocol);
    for (let at = 0; at <= bytes.length; at++) {
      const stream = new MessageStream(protocol, 'buffered', 4_096);
      const came: unknown[] = [];
      for (const part of [bytes.subarray(0, at), bytes.subarray(at)])
        stream.push(part, (reader) => {
          const message = reader.message();
          came.push(message.name, message.type, message.seqid, read(reader, message.type));
        });
      expect(came).toEqual(expected);
    }
  });
});

/** Debian's Python, because another one lacks Debian's packages. */
const PYTHON = '/usr/bin/python3';
const isThere = succeeds(['thrift', '--version']) && succeeds([PYTHON, '-c', 'import thrift']);

(isThere ? describe : describe.skip)('Python itself (skipped without python3-thrift)', () => {
  let generated: string;

  beforeAll(() => {
    generated = mkdtempSync(join(tmpdir(), 'bytes-up-judge-'));
    const idl = join(__dirname, '../thrift/pi.thrift');
    expect(succeeds(['thrift', '--gen', 'py', '-out', generated, idl])).toBe(true);
  });

  afterAll(() => rmSync(generated, { recursive: true }));

  const judge = async (...args: string[]): Promise<string> => {
    const env = { ...process.env, PYTHONPATH: generated, PYTHONDONTWRITEBYTECODE: '1' };
    return (await runCommand([PYTHON, JUDGE, ...args], { env })).stdout;
  };

  test('still writes the recorded bytes', async () => {
    expect(await judge('bytes')).toBe(recorded);
  });

  test.each(Object.entries(SERVERS))('calls %s, over each wire', async (_name, start) => {
    const servers: RunningServer[] = [];
    log.length = 0;
    try {
      for (const wire of WIRES) servers.push(await start(contextWith(), wire));
      const wires = WIRES.map(
        ({ protocol, transport }, i) => `${servers[i]?.address.port}:${protocol}:${transport}`,
      );
      const given = [estimatePi(1_000), TEXT, 'x'.repeat(100_000), 'n must be above 0, got 0'];
      expect(JSON.parse(await judge('call', ...wires))).toEqual(WIRES.map(() => given));
      expect(log.filter((line) => line === 'note: hello from Python')).toHaveLength(WIRES.length);
    } finally {
      await Promise.all(servers.map((server) => server.stop()));
    }
  });
});
