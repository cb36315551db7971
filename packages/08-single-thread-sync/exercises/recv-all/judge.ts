// Judges my/server/recv-all.ts with a fake socket that plays back a list.

import {
  CaseFailed,
  defineJudge,
  expectCode,
  expectEqual,
  expectResult,
  show,
  type JudgedCase,
} from '@bytes-up/testkit';
import { FakeSocket, type Arriving, type Exports } from './judge/fake-socket';

const PIECES = 'Stage 1: pieces';
const END = 'Stage 2: the end';
const SIGNAL = 'Stage 3: a signal';
const SEND = 'Stage 4: send';

const RESET = Object.assign(new Error('connection reset'), { code: 'ECONNRESET' });

export const judge = defineJudge<Exports>({
  stages: [
    {
      title: 'pieces',
      names: ['recvAll'],
      cases: [
        receives(PIECES, 'five bytes in one piece', ['hello'], ['hello']),
        receives(PIECES, 'five bytes in three pieces', ['he', 'l', 'lo'], ['hello']),
        receives(PIECES, 'no byte of the next message', ['helloworld'], ['hello', 'world']),
        receives(
          PIECES,
          'pieces with parts of both messages',
          ['hel', 'lowor', 'ld'],
          ['hello', 'world'],
        ),
        receives(PIECES, 'one byte at a time', Array.from('helloworld'), ['hello', 'world']),
        receives(PIECES, 'no bytes, no recv', [], [''], 0),
        receives(PIECES, 'bytes that are not UTF-8', ['ÿþ', 'Ã', '©à'], ['ÿþÃ©à']),
        {
          title: 'the next call leaves an earlier result as it is',
          section: PIECES,
          run: ({ recvAll }) => {
            const socket = new FakeSocket(['hello', 'world']);
            const what = `${given(5, ['hello', 'world'])}; called twice; the first result`;
            const first = expectResult(what, () => recvAll(socket, 5));
            expectResult(what, () => recvAll(socket, 5));
            expectEqual(what, 'hello', first?.toString('latin1'));
          },
        },
        {
          title: 'a megabyte in pieces of a thousand bytes',
          section: PIECES,
          run: ({ recvAll }) => {
            const whole = Buffer.alloc(1_000_000, 'abcdefg');
            const pieces: Arriving[] = [];
            for (let at = 0; at < whole.length; at += 1_000)
              pieces.push(whole.toString('latin1', at, at + 1_000));
            const socket = new FakeSocket(pieces);
            const given = 'recvAll(socket, 1000000); pieces of 1,000 bytes arrive';
            const came = expectResult(given, () => recvAll(socket, whole.length));
            expectEqual(`${given}; the same bytes`, true, came?.equals(whole));
          },
        },
      ],
    },
    {
      title: 'the end',
      names: ['recvAll'],
      cases: [
        receives(END, 'before the first byte', ['end'], [undefined]),
        receives(END, 'between two messages', ['hello', 'end'], ['hello', undefined]),
        fails(END, 'after three of five bytes', ['hel', 'end'], 'UNAVAILABLE'),
        fails(END, 'one byte before the last', ['h', 'ell', 'end'], 'UNAVAILABLE'),
      ],
    },
    {
      title: 'a signal',
      names: ['recvAll'],
      cases: [
        receives(SIGNAL, 'a signal before the first byte', ['EINTR', 'hello'], ['hello']),
        receives(SIGNAL, 'a signal between two pieces', ['he', 'EINTR', 'EINTR', 'llo'], ['hello']),
        receives(SIGNAL, 'a signal before the end', ['EINTR', 'end'], [undefined]),
        fails(SIGNAL, 'recv throws', ['he', RESET], 'ECONNRESET'),
      ],
    },
    {
      title: 'send',
      names: ['recvAll', 'sendAll'],
      cases: [
        sends('all at once', 'hello', [5]),
        sends('in three parts', 'hello', [2, 2, 1]),
        sends('a byte at a time', 'hello', [1, 1, 1, 1, 1]),
        sends('a signal first', 'hello', ['EINTR', 5]),
        sends('a signal in between', 'hello', [3, 'EINTR', 2]),
        sends('no bytes, no send', '', []),
        {
          title: 'send throws',
          section: SEND,
          run: async ({ sendAll }) => {
            const socket = new FakeSocket([], [2, RESET]);
            const given = `sendAll(socket, hello); send takes 2 bytes, then throws ECONNRESET`;
            await expectCode(given, 'ECONNRESET', () => sendAll(socket, Buffer.from('hello')));
          },
        },
      ],
    },
  ],
});

function given(bytes: number, arriving: readonly Arriving[]): string {
  const what = arriving.map((each) => (each instanceof Error ? 'ECONNRESET is thrown' : each));
  const list = what.length === 0 ? 'nothing arrives' : `arriving: ${what.join(', ')}`;
  return `recvAll(socket, ${bytes}); ${list}`;
}

/** @param expected what each call returns, one after the other */
function receives(
  section: string,
  title: string,
  arriving: readonly Arriving[],
  expected: readonly (string | undefined)[],
  bytes = 5,
): JudgedCase<Exports> {
  return {
    title,
    section,
    run: ({ recvAll }) => {
      const socket = new FakeSocket(arriving);
      for (const [at, text] of expected.entries()) {
        const which = expected.length === 1 ? '' : `; call ${at + 1}`;
        const what = `${given(bytes, arriving)}${which}`;
        const came = expectResult(what, () => recvAll(socket, bytes));
        if (came !== undefined && !Buffer.isBuffer(came))
          throw new CaseFailed({ given: what, expected: 'a buffer', came: show(came) });
        expectEqual(what, text, came?.toString('latin1'));
      }
      expectEqual(`${given(bytes, arriving)}; what is left`, '', socket.left.replace(/end$/, ''));
    },
  };
}

function fails(
  section: string,
  title: string,
  arriving: readonly Arriving[],
  code: string,
): JudgedCase<Exports> {
  return {
    title,
    section,
    run: async ({ recvAll }) => {
      const socket = new FakeSocket(arriving);
      await expectCode(given(5, arriving), code, () => recvAll(socket, 5));
    },
  };
}

function sends(
  title: string,
  text: string,
  taking: readonly (number | 'EINTR')[],
): JudgedCase<Exports> {
  return {
    title,
    section: SEND,
    run: ({ sendAll }) => {
      const socket = new FakeSocket([], taking);
      const what = `sendAll(socket, ${show(text)}); send returns ${taking.join(', ') || 'nothing'}`;
      expectResult(what, () => sendAll(socket, Buffer.from(text)));
      expectEqual(`${what}; what was sent`, text, socket.taken);
    },
  };
}
