// Judges my/resp/command.ts by bytes.

import { defineJudge, expectBytes, expectResult, show, type JudgedCase } from '@bytes-up/testkit';

interface Command {
  encodeCommand: (...words: (string | Buffer)[]) => Buffer;
}

const WRITE = 'What to write';
const ELEVEN = `*11⏎$4⏎SADD⏎${[...'abcdefghij'].map((letter) => `$1⏎${letter}⏎`).join('')}`;

export const judge = defineJudge<Command>({
  stages: [
    {
      title: 'a command',
      names: ['encodeCommand'],
      cases: [
        encodes('PING', ['PING'], '*1⏎$4⏎PING⏎'),
        encodes('ECHO hello', ['ECHO', 'hello'], '*2⏎$4⏎ECHO⏎$5⏎hello⏎'),
        encodes('ECHO and an empty word', ['ECHO', ''], '*2⏎$4⏎ECHO⏎$0⏎⏎'),
        encodes('ECHO é', ['ECHO', 'é'], '*2⏎$4⏎ECHO⏎$2⏎é⏎'),
        encodes(
          'ECHO and a word of 1,000 bytes',
          ['ECHO', 'x'.repeat(1_000)],
          `*2⏎$4⏎ECHO⏎$1000⏎${'x'.repeat(1_000)}⏎`,
        ),
        {
          title: 'a word of any bytes',
          section: WRITE,
          run: ({ encodeCommand }) => {
            const bytes = Buffer.from([0xff, 0x00, 0x0d, 0x0a, 0x80]);
            const expected = Buffer.concat([bytesOf('*2⏎$4⏎ECHO⏎$5⏎'), bytes, bytesOf('⏎')]);
            const given = 'ECHO and the bytes ff 00 0d 0a 80';
            expectBytes(
              given,
              expected,
              expectResult(given, () => encodeCommand('ECHO', bytes)),
            );
          },
        },
        encodes('a command of eleven words', ['SADD', ...'abcdefghij'], ELEVEN),
        {
          title: 'the next command does not change the one before, nor its words',
          section: WRITE,
          run: ({ encodeCommand }) => {
            const given = "encodeCommand('GET', the bytes of key)";
            const word = Buffer.from('key');
            const first = expectResult(given, () => encodeCommand('GET', word));
            expectResult("encodeCommand('PING')", () => encodeCommand('PING'));
            const later = `${given}, looked at after encodeCommand('PING')`;
            expectBytes(later, bytesOf('*2⏎$3⏎GET⏎$3⏎key⏎'), first);
            expectBytes(`${given}; the word, after that`, Buffer.from('key'), word);
          },
        },
        encodes(
          'a word with a command in it',
          ['ECHO', 'x\r\n*1\r\n$8\r\nFLUSHALL\r\n'],
          '*2⏎$4⏎ECHO⏎$21⏎x⏎*1⏎$8⏎FLUSHALL⏎⏎',
          'A question',
        ),
      ],
    },
  ],
});

function encodes(
  title: string,
  words: readonly string[],
  wire: string,
  section = WRITE,
): JudgedCase<Command> {
  return {
    title,
    section,
    run: ({ encodeCommand }) => {
      const given = `encodeCommand(${words.map(show).join(', ')})`;
      expectBytes(
        given,
        bytesOf(wire),
        expectResult(given, () => encodeCommand(...words)),
      );
    },
  };
}

function bytesOf(wire: string): Buffer {
  return Buffer.from(wire.replaceAll('⏎', '\r\n'));
}
