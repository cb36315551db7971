// Judges my/resp/pipeline.ts by what it writes and by how its promises end.

import { isNativeError } from 'node:util/types';
import { CaseFailed, codeOf, defineJudge, expectEqual, expectResult } from '@bytes-up/testkit';
import type { JudgedCase } from '@bytes-up/testkit';

interface Pipeline {
  readonly size: number;
  command(...words: string[]): Promise<unknown>;
  receive(chunk: Buffer): void;
  end(error: Error): void;
}

interface Exports {
  Pipeline: new (write: (bytes: Buffer) => void) => Pipeline;
}

/** A client, what it has written, and its commands. */
interface Setup {
  readonly pipeline: Pipeline;
  readonly written: string[];
  /** Begins a command. The returned function says how it ended. */
  readonly send: (...words: string[]) => Ending;
  readonly receive: (wire: string) => void;
}

type Ending = () => Promise<unknown>;

const ORDER = 'Stage 1: in order';
const ERRORS = 'Stage 2: errors';
const END = 'Stage 3: the end';
const NAMES = ['Pipeline'] as const;
const WAITING = 'no reply yet';
/** The error behind each rejection. */
const errors = new WeakMap<object, unknown>();

export const judge = defineJudge<Exports>({
  stages: [
    {
      title: 'in order',
      names: NAMES,
      cases: [
        scenario(ORDER, 'a command is written at once', async ({ send, written }) => {
          const get = send('GET', 'a');
          // what went wrong before the write may be in the promise
          if (written.length === 0) expectEqual("command('GET', 'a')", WAITING, await get());
          expectEqual("command('GET', 'a'); written", ['*2⏎$3⏎GET⏎$1⏎a⏎'], written);
          send('PING');
          expectEqual("then command('PING'); written", '*1⏎$4⏎PING⏎', written[1]);
        }),
        scenario(ORDER, 'one command, one reply', async ({ pipeline, send, receive }) => {
          const ping = send('PING');
          expectEqual('PING; size', 1, pipeline.size);
          expectEqual('PING', WAITING, await ping());
          receive('+PONG⏎');
          expectEqual(
            'PING; receive +PONG⏎',
            { type: 'simple string', value: 'PONG' },
            await ping(),
          );
          expectEqual('PING; receive +PONG⏎; size', 0, pipeline.size);
        }),
        scenario(ORDER, 'three commands, answered in one chunk', async ({ send, receive }) => {
          const endings = [send('GET', 'a'), send('GET', 'b'), send('GET', 'c')];
          receive(':1⏎:2⏎:3⏎');
          for (const [at, ending] of endings.entries()) {
            const given = `three commands; receive :1⏎:2⏎:3⏎; reply ${at + 1}`;
            expectEqual(given, integer(at + 1), await ending());
          }
        }),
        scenario(ORDER, 'a reply in three chunks', async ({ send, receive }) => {
          const [first, second] = [send('GET', 'a'), send('GET', 'b')];
          receive('$1⏎7⏎$');
          receive('2⏎8');
          expectEqual('receive $1⏎7⏎$, then 2⏎8; reply 1', bulk('7'), await first());
          expectEqual('receive $1⏎7⏎$, then 2⏎8; reply 2', WAITING, await second());
          receive('9⏎');
          expectEqual('then receive 9⏎; reply 2', bulk('89'), await second());
        }),
        scenario(ORDER, 'commands between replies', async ({ send, receive }) => {
          const first = send('GET', 'a');
          const second = send('GET', 'b');
          receive(':1⏎');
          const third = send('GET', 'c');
          receive(':2⏎:3⏎');
          expectEqual('reply 1', integer(1), await first());
          expectEqual('reply 2', integer(2), await second());
          expectEqual('reply 3', integer(3), await third());
        }),
        scenario(ORDER, 'a null is a reply', async ({ send, receive }) => {
          const [first, second] = [send('GET', 'a'), send('GET', 'b')];
          receive('$-1⏎:2⏎');
          expectEqual(
            'receive $-1⏎:2⏎; reply 1',
            { type: 'bulk string', value: null },
            await first(),
          );
          expectEqual('receive $-1⏎:2⏎; reply 2', integer(2), await second());
        }),
      ],
    },
    {
      title: 'errors',
      names: NAMES,
      cases: [
        scenario(ERRORS, 'an error rejects one command only', async ({ send, receive }) => {
          const endings = [send('PING'), send('NO'), send('PING')];
          receive('+PONG⏎-ERR unknown command⏎+PONG⏎');
          const given = 'receive +PONG⏎-ERR unknown command⏎+PONG⏎';
          const pong = { type: 'simple string', value: 'PONG' };
          const error = { code: 'ERR', message: 'ERR unknown command' };
          for (const [at, expected] of [pong, error, pong].entries())
            expectEqual(`${given}; reply ${at + 1}`, expected, await endings[at]?.());
        }),
        scenario(ERRORS, 'a bulk error', async ({ send, receive }) => {
          const ending = send('GET', 'a');
          receive('!11⏎WRONGTYPE x⏎');
          const error = { code: 'WRONGTYPE', message: 'WRONGTYPE x' };
          expectEqual('receive !11⏎WRONGTYPE x⏎', error, await ending());
        }),
        scenario(ERRORS, 'an error in an array is part of the reply', async ({ send, receive }) => {
          const ending = send('EXEC');
          receive('*2⏎:1⏎-ERR no⏎');
          const members = [integer(1), { type: 'simple error', value: 'ERR no' }];
          expectEqual('receive *2⏎:1⏎-ERR no⏎', { type: 'array', value: members }, await ending());
        }),
        scenario(ERRORS, 'the rejection is an Error', async ({ send, receive }) => {
          const ending = send('NO');
          receive('-ERR no⏎');
          const reason = errors.get((await ending()) as object);
          const given = 'receive -ERR no⏎; whether the promise rejects with an Error';
          expectEqual(given, true, isNativeError(reason));
        }),
        scenario(ERRORS, 'an error of one word', async ({ send, receive }) => {
          const ending = send('GET', 'a');
          receive('-LOADING⏎');
          expectEqual('receive -LOADING⏎', { code: 'LOADING', message: 'LOADING' }, await ending());
        }),
        scenario(ERRORS, 'a push between two replies', async ({ pipeline, send, receive }) => {
          const [first, second] = [send('GET', 'a'), send('GET', 'b')];
          receive(':1⏎>1⏎+news⏎');
          expectEqual('receive :1⏎>1⏎+news⏎; reply 1', integer(1), await first());
          expectEqual('receive :1⏎>1⏎+news⏎; size', 1, pipeline.size);
          receive(':2⏎>1⏎+news⏎');
          expectEqual('then :2⏎>1⏎+news⏎; reply 2', integer(2), await second());
          const third = send('GET', 'c');
          receive(':3⏎');
          expectEqual('then :3⏎; reply 3', integer(3), await third());
        }),
      ],
    },
    {
      title: 'the end',
      names: NAMES,
      cases: [
        scenario(
          END,
          'the end rejects every waiting command',
          async ({ pipeline, send, receive }) => {
            const endings = [send('GET', 'a'), send('GET', 'b'), send('GET', 'c')];
            receive(':1⏎');
            const closed = failure('closed');
            pipeline.end(closed);
            expectEqual('reply 1, which came before the end', integer(1), await endings[0]?.());
            for (const at of [1, 2])
              expectError(`end(error); reply ${at + 1}`, closed, await endings[at]?.());
            expectEqual('end(error); size', 0, pipeline.size);
          },
        ),
        scenario(END, 'a command after the end', async ({ pipeline, send, written }) => {
          const first = failure('first');
          pipeline.end(first);
          pipeline.end(failure('second'));
          expectError('end twice, then a command', first, await send('PING')());
          expectEqual('end twice, then a command; written', [], written);
          expectEqual('end twice, then a command; size', 0, pipeline.size);
        }),
        scenario(END, 'bytes that are not RESP', async ({ send, receive }) => {
          const endings = [send('GET', 'a'), send('GET', 'b')];
          receive(':1⏎?⏎');
          expectEqual('receive :1⏎?⏎; reply 1', integer(1), await endings[0]?.());
          expectEqual(
            'receive :1⏎?⏎; code of reply 2',
            'INVALID_ARGUMENT',
            await codeAt(endings[1]),
          );
          expectEqual('then a command; its code', 'INVALID_ARGUMENT', await codeAt(send('PING')));
        }),
        scenario(END, 'a reply that no command waits for', async ({ send, receive }) => {
          const first = send('GET', 'a');
          receive(':1⏎:2⏎');
          expectEqual('one command; receive :1⏎:2⏎; reply 1', integer(1), await first());
          expectEqual('then a command; its code', 'INTERNAL', await codeAt(send('PING')));
        }),
        scenario(END, 'what is received after the end', async ({ pipeline, send, receive }) => {
          const first = send('GET', 'a');
          const closed = failure('closed');
          pipeline.end(closed);
          receive(':1⏎?⏎');
          expectError('end(error), then receive :1⏎?⏎; reply 1', closed, await first());
          expectError('then a command', closed, await send('PING')());
        }),
      ],
    },
  ],
});

function scenario(
  section: string,
  title: string,
  run: (setup: Setup) => void | Promise<void>,
): JudgedCase<Exports> {
  return {
    title,
    section,
    run: ({ Pipeline }) => {
      const written: string[] = [];
      const pipeline = new Pipeline((bytes) => {
        written.push(bytes.toString().replaceAll('\r\n', '⏎'));
      });
      return run({
        pipeline,
        written,
        send: (...words) => follow(words, pipeline.command(...words)),
        receive: (wire) => {
          const chunk = Buffer.from(wire.replaceAll('⏎', '\r\n'));
          expectResult(`receive ${wire}`, () => pipeline.receive(chunk));
        },
      });
    },
  };
}

function follow(words: readonly string[], reply: unknown): Ending {
  if (!(reply instanceof Promise)) {
    const given = `command(${words.join(', ')})`;
    throw new CaseFailed({ given, expected: 'a promise', came: String(reply) });
  }
  let ending: unknown = WAITING;
  reply.then(
    (value: unknown) => (ending = plain(value)),
    (error: unknown) => {
      const rejected = { code: codeOf(error), message: (error as Error | undefined)?.message };
      errors.set(rejected, error);
      ending = rejected;
    },
  );
  return async () => {
    await new Promise(setImmediate); // by then all handlers have run
    return ending;
  };
}

async function codeAt(ending: Ending | undefined): Promise<unknown> {
  const came = await ending?.();
  return (came as { code?: unknown } | undefined)?.code ?? came;
}

/** The same value, whatever classes the learner's own decoder has for it. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, own]) => [name, plain(own)]));
}

function integer(value: number): unknown {
  return { type: 'integer', value: BigInt(value) };
}

function bulk(text: string): unknown {
  return { type: 'bulk string', value: Buffer.from(text) };
}

/** An error that ends a client. */
function failure(message: string): Error {
  return Object.assign(new Error(message), { code: 'UNAVAILABLE' });
}

/** @throws CaseFailed unless the command has rejected with this error, not with a copy */
function expectError(given: string, error: Error, came: unknown): void {
  expectEqual(given, { code: codeOf(error), message: error.message }, came);
  if (errors.get(came as object) === error) return;
  const another = 'another error with the same code and message';
  throw new CaseFailed({ given, expected: 'exactly the error that end was given', came: another });
}
