// The predictions of chapter 04: questions, experiments and explanations.

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { launch, typescriptCommand, type Prediction } from '@bytes-up/testkit';
import { encodeCommand } from '../encode';

const SERVER = typescriptCommand(join(__dirname, '../main.ts'), '--quiet');
const MB = 1_000_000;
const PINGS = 200;
/** Times to try; the quickest counts. */
const RUNS = 3;
const PONG = '+PONG\r\n';

const INVALID = [
  'nothing: it waits for the array',
  'it sends an error and continues with PING',
  'it sends an error and closes the connection',
  'it closes the connection without a word',
] as const;

const show = (bytes: Buffer): string => bytes.toString('latin1').replaceAll('\r\n', '⏎');

async function withSocket<Result>(run: (socket: Socket) => Promise<Result>): Promise<Result> {
  const { process: server, address } = await launch(SERVER);
  const socket = connect({ ...address, noDelay: true });
  try {
    await once(socket, 'connect');
    return await run(socket);
  } finally {
    socket.destroy();
    await server.stop();
  }
}

/** Sends the bytes, and resolves when so many bytes have come. */
async function exchange(socket: Socket, bytes: Buffer, expected: number): Promise<void> {
  let left = expected;
  socket.write(bytes);
  while (left > 0) left -= ((await once(socket, 'data')) as [Buffer])[0].length;
}

async function timeOf(run: () => Promise<void>): Promise<number> {
  const startedAtMs = performance.now();
  await run();
  return performance.now() - startedAtMs;
}

export const predictions: readonly Prediction[] = [
  {
    id: 'ping',
    before: 'The code',
    question: 'How many bytes does a client send for the command `PING`?',
    answer: { unit: 'bytes' },
    expected: 14,
    experiment: () => {
      const bytes = encodeCommand('PING');
      return { value: bytes.length, shown: [show(bytes), '(⏎ is two bytes, CR and LF)'] };
    },
    explanation:
      'A request is always an array of bulk strings, even if it is one word: a line for ' +
      'the count, a line for the length, and the word. Ten of the bytes are there so that ' +
      'the decoder never has to look for the end of a word.',
  },
  {
    id: 'a-megabyte',
    before: 'The code',
    question:
      'A client sends `ECHO` with a picture of 1,000,000 bytes. RESP is a text protocol, and ' +
      'the picture contains line breaks. How many bytes does the request have besides the ' +
      'picture?',
    answer: { unit: 'bytes' },
    expected: 26,
    experiment: () => {
      const bytes = encodeCommand('ECHO', Buffer.alloc(MB, '\r\n'));
      const head = bytes.subarray(0, bytes.indexOf('\r\n\r\n') + 2);
      return {
        value: bytes.length - MB,
        shown: [`${show(head)} … ⏎`, `${bytes.length.toLocaleString('en')} bytes in all`],
      };
    },
    explanation:
      'A bulk string starts with its length, so its bytes are neither escaped nor ' +
      'searched. Only the frame around them is text. In JSON the picture would have to ' +
      'become base64, which adds a third of a megabyte.',
  },
  {
    id: 'too-many-members',
    before: 'Run it',
    question:
      'A client sends `*999999999999⏎`, an array with far too many members, and then a valid ' +
      '`PING`. What does the server do?',
    answer: { choices: INVALID },
    expected: 'it sends an error and closes the connection',
    experiment: () =>
      withSocket(async (socket) => {
        let came = '';
        socket.on('data', (chunk: Buffer) => (came += chunk.toString('latin1')));
        const closed = new Promise<boolean>((resolve) => {
          socket.once('end', () => resolve(true));
          // A pong is the answer of a server that goes on.
          socket.on('data', () => came.includes('PONG') && resolve(false));
        });
        socket.on('error', () => undefined);
        socket.write(Buffer.concat([Buffer.from('*999999999999\r\n'), encodeCommand('PING')]));
        const isClosed = await closed;
        const nth = isClosed ? (came.startsWith('-') ? 2 : 3) : came.startsWith('-') ? 1 : 0;
        return {
          value: INVALID[nth],
          shown: [`← ${show(Buffer.from(came, 'latin1'))}`, isClosed ? 'closed' : 'still open'],
        };
      }),
    explanation:
      'The server rejects the count before it allocates memory. After such a count the ' +
      'decoder cannot know where the next command begins: what looks like `PING` could be ' +
      'a member of the array. So the server reports the error and closes the connection.',
  },
  {
    id: 'pipelined',
    before: 'Run it',
    question:
      `A client sends ${PINGS} \`PING\`s, each as soon as the previous answer has arrived. ` +
      `Then it sends ${PINGS} in one write and waits for all answers. How many times as ` +
      'fast is that, on one machine?',
    answer: { unit: 'times' },
    expected: [3, Infinity],
    experiment: () =>
      withSocket(async (socket) => {
        const ping = encodeCommand('PING');
        const inTurn = async (): Promise<void> => {
          for (let n = 0; n < PINGS; n++) await exchange(socket, ping, PONG.length);
        };
        const atOnce = (): Promise<void> =>
          exchange(socket, Buffer.concat(new Array<Buffer>(PINGS).fill(ping)), PINGS * PONG.length);
        let [turnMs, onceMs] = [Infinity, Infinity];
        for (let n = 0; n < RUNS; n++) {
          turnMs = Math.min(turnMs, await timeOf(inTurn));
          onceMs = Math.min(onceMs, await timeOf(atOnce));
        }
        return {
          value: turnMs / onceMs,
          shown: [
            `one by one    ${turnMs.toFixed(1).padStart(8)} ms`,
            `all at once   ${onceMs.toFixed(1).padStart(8)} ms`,
          ],
        };
      }),
    explanation:
      'One by one, each command costs system calls and a wake-up on both sides. Together, ' +
      'all of them share a few. This is pipelining; it needs no ids, because answers come in ' +
      'order. Across a network the difference is far larger, because without pipelining ' +
      'each command waits for a round trip.',
  },
];
