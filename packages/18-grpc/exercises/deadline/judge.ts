// Judges my/grpc/deadline.ts: milliseconds, headers, and the codes of errors.

import {
  CaseFailed,
  defineJudge,
  expectCode,
  expectResult,
  expectReturned,
  show,
  type JudgedCase,
} from '@bytes-up/testkit';

interface Exports {
  parseTimeout: (header: string | undefined) => number;
  formatTimeout: (ms: number) => string | undefined;
  nextTimeout: (
    header: string | undefined,
    elapsedMs: number,
    ownTimeoutMs: number,
  ) => string | undefined;
}

const READ = 'Stage 1: read the header';
const WRITE = 'Stage 2: write it';
const PASS_ON = 'Stage 3: pass it on';

const HOUR_MS = 3_600_000;
/** The allowed relative error from floating-point rounding. */
const ROUNDING = 1e-9;

export const judge = defineJudge<Exports>({
  stages: [
    {
      title: 'read',
      names: ['parseTimeout'],
      cases: [
        parses('1500m', 1_500),
        parses('2S', 2_000),
        parses('3M', 180_000),
        parses('1H', HOUR_MS),
        parses('250u', 0.25),
        parses('500000n', 0.5),
        parses('0m', 0),
        parses('00000001M', 60_000),
        parses('99999999H', 99_999_999 * HOUR_MS),
        parses(undefined, Infinity),
        ...[
          '',
          '1500',
          'm',
          '-1m',
          '+1m',
          '1.5S',
          '1500 m',
          ' 1500m',
          '1500m ',
          '1500m\n',
          '123456789m',
          '5x',
          '1s',
          '0x10m',
          '1e3m',
          '5mm',
        ].map(refuses),
      ],
    },
    {
      title: 'write',
      names: ['formatTimeout'],
      cases: [
        formats(0.5, '500000n'),
        formats(99, '99000000n'),
        formats(100, '100000u'),
        formats(250_000.75, '250000m'),
        formats(1_500, '1500000u'),
        formats(99_999.5, '99999500u'),
        formats(100_000, '100000m'),
        formats(99_999_999, '99999999m'),
        formats(100_000_000, '100000S'),
        formats(99_999_999_999, '99999999S'),
        formats(100_000_000_000, '1666666M'),
        formats(100_000_000 * 60_000, '1666666H'),
        formats(2 ** -21, '0n'),
        formats(0, '0n'),
        formats(-3, '0n'),
        formats(1e300, '99999999H'),
        formats(Infinity, undefined),
      ],
    },
    {
      title: 'pass on',
      names: ['parseTimeout', 'formatTimeout', 'nextTimeout'],
      cases: [
        passesOn('the caller has less time', '1S', 400, 5_000, '600000u'),
        passesOn('the server allows it less time', '1S', 400, 200, '200000u'),
        passesOn('the call has no deadline', undefined, 400, 200, '200000u'),
        passesOn('neither has a deadline', undefined, 400, Infinity, undefined),
        passesOn(
          'the server allows it exactly what the caller has left',
          '1M',
          1_000,
          Infinity,
          '59000000u',
        ),
        passesOn('a part of a millisecond is left', '10m', 9.5, 5_000, '500000n'),
        late('the deadline has passed', '1S', 1_200, 5_000),
        late('exactly 0 ms left', '1S', 1_000, 5_000),
        late('the server allows the next call no time', '1S', 0, 0),
        late('a call that had no time from the start', '0n', 0, 5_000),
        {
          title: 'an invalid header is not passed on',
          section: PASS_ON,
          run: async ({ nextTimeout }) => {
            const given = "nextTimeout('soon', 0, 5000)";
            await expectCode(given, 'INTERNAL', () => nextTimeout('soon', 0, 5_000));
          },
        },
      ],
    },
  ],
});

function parses(header: string | undefined, ms: number): JudgedCase<Exports> {
  return {
    title: header === undefined ? 'no header means no deadline' : `${header} is ${ms} ms`,
    section: READ,
    run: ({ parseTimeout }) => {
      const given = `parseTimeout(${show(header)})`;
      const came: unknown = expectResult(given, () => parseTimeout(header));
      if (came === ms) return;
      if (typeof came === 'number' && Math.abs(came - ms) <= ms * ROUNDING) return;
      throw new CaseFailed({ given, expected: show(ms), came: show(came) });
    },
  };
}

function refuses(header: string): JudgedCase<Exports> {
  return {
    title: `${JSON.stringify(header)} is invalid`,
    section: READ,
    run: async ({ parseTimeout }) => {
      const given = `parseTimeout(${JSON.stringify(header)})`;
      await expectCode(given, 'INTERNAL', () => parseTimeout(header));
    },
  };
}

function formats(ms: number, header: string | undefined): JudgedCase<Exports> {
  return {
    title: `${ms} ms are ${header ?? 'no header'}`,
    section: WRITE,
    run: ({ formatTimeout }) =>
      expectReturned(`formatTimeout(${ms})`, header, () => formatTimeout(ms)),
  };
}

type Call = readonly [header: string | undefined, elapsedMs: number, ownTimeoutMs: number];

function passesOn(title: string, ...rest: readonly [...Call, string | undefined]) {
  const [header, elapsedMs, ownTimeoutMs, expected] = rest;
  return {
    title,
    section: PASS_ON,
    run: ({ nextTimeout }: Exports): void =>
      expectReturned(given(header, elapsedMs, ownTimeoutMs), expected, () =>
        nextTimeout(header, elapsedMs, ownTimeoutMs),
      ),
  };
}

function late(title: string, ...call: Call): JudgedCase<Exports> {
  return {
    title,
    section: PASS_ON,
    run: async ({ nextTimeout }) => {
      await expectCode(given(...call), 'DEADLINE_EXCEEDED', () => nextTimeout(...call));
    },
  };
}

function given(...[header, elapsedMs, ownTimeoutMs]: Call): string {
  return `nextTimeout(${show(header)}, ${elapsedMs}, ${ownTimeoutMs})`;
}
