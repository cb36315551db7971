// Judges my/fork/how-it-ended.ts by what its functions return.

import { defineJudge, expectReturned, show, type JudgedCase } from '@bytes-up/testkit';

type ChildState =
  | { readonly state: 'exited'; readonly code: number }
  | { readonly state: 'killed'; readonly signal: number; readonly dumpedCore: boolean }
  | { readonly state: 'stopped'; readonly signal: number }
  | { readonly state: 'continued' };

interface Exports {
  decodeStatus: (status: number) => ChildState;
  shellCode: (state: ChildState) => number | undefined;
}

const BITS = 'Stage 1: the bits';
const SHELL = 'Stage 2: what a shell shows';

export const judge = defineJudge<Exports>({
  stages: [
    {
      title: 'the bits',
      names: ['decodeStatus'],
      cases: [
        decodes('exited with 0', 0x0000, exited(0)),
        decodes('exited with 1', 0x0100, exited(1)),
        decodes('exited with 127', 0x7f00, exited(127)),
        decodes('exited with 255', 0xff00, exited(255)),
        decodes('killed by SIGKILL', 0x0009, killed(9, false)),
        decodes('killed by SIGTERM', 0x000f, killed(15, false)),
        decodes('killed by SIGSEGV, with a core dump', 0x008b, killed(11, true)),
        decodes('killed by signal 64', 0x0040, killed(64, false)),
        decodes('stopped by SIGSTOP', 0x137f, { state: 'stopped', signal: 19 }),
        decodes('stopped by ctrl-Z', 0x147f, { state: 'stopped', signal: 20 }),
        decodes('continues', 0xffff, { state: 'continued' }),
      ],
    },
    {
      title: 'what a shell shows',
      names: ['decodeStatus', 'shellCode'],
      cases: [
        shows('success', exited(0), 0),
        shows('an exit code', exited(3), 3),
        shows('the largest exit code', exited(255), 255),
        shows('killed by SIGKILL', killed(9, false), 137),
        shows('killed by SIGSEGV, with a core dump', killed(11, true), 139),
        shows('stopped', { state: 'stopped', signal: 19 }, undefined),
        shows('continues', { state: 'continued' }, undefined),
      ],
    },
  ],
});

function exited(code: number): ChildState {
  return { state: 'exited', code };
}

function killed(signal: number, dumpedCore: boolean): ChildState {
  return { state: 'killed', signal, dumpedCore };
}

function decodes(title: string, status: number, expected: ChildState): JudgedCase<Exports> {
  return {
    title,
    section: BITS,
    run: ({ decodeStatus }) => {
      const given = `decodeStatus(0x${status.toString(16).padStart(4, '0')})`;
      expectReturned(given, expected, () => decodeStatus(status));
    },
  };
}

function shows(
  title: string,
  state: ChildState,
  expected: number | undefined,
): JudgedCase<Exports> {
  return {
    title: `$? of ${title}`,
    section: SHELL,
    run: ({ shellCode }) => {
      expectReturned(`shellCode(${show(state)})`, expected, () => shellCode(state));
    },
  };
}
