// Clients for the judges' own cases: each says what it did, what it waited for, and what
// came instead.

import { setTimeout as delay } from 'node:timers/promises';
import {
  CaseFailed,
  eventually,
  later,
  numbersIn,
  readProc,
  reset,
  tcpSockets,
  TestClient,
} from '@bytes-up/testkit';
import { untilAsleep } from './asleep';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** How long an answer or an end may take, in ms of machine time. */
const PATIENCE_MS = 4_000;
/**
 * Calls of about two milliseconds each, so all of them take about two seconds. A server
 * that receives 4 KiB per event may compute two hundred of them before it gets to the
 * other client's ping. That is a small part of PATIENCE_MS, even on a much slower
 * machine.
 */
const MANY_CALLS = Array.from({ length: 1_000 }, (_, id) => ({ in: 'pi', params: 2_000_000, id }));
/**
 * Calls of about ten milliseconds each, so the server is still computing when the client
 * leaves.
 */
const UNREAD_CALLS = Array.from({ length: 10 }, (_, id) => ({ in: 'pi', params: 10_000_000, id }));

/** Connects clients for the time of `use`. */
export async function withClients(
  address: Address,
  count: number,
  use: (...clients: TestClient[]) => Promise<void>,
): Promise<void> {
  const clients: TestClient[] = [];
  try {
    for (let number = 1; number <= count; number++)
      clients.push(
        await expectInTime(`client ${number} connects`, 'a connection', connect(address)),
      );
    await use(...clients);
  } finally {
    for (const client of clients) client.close();
  }
}

async function connect(address: Address): Promise<TestClient> {
  return TestClient.connect(address);
}

/** @throws CaseFailed unless the client's ping is answered in time */
export async function expectPong(given: string, client: TestClient): Promise<void> {
  const call = client.call({ in: 'ping', params: 'hello', id: 'p' });
  const answer = await expectInTime(given, 'an answer', call);
  const { out, result, id } = answer as { out?: unknown; result?: unknown; id?: unknown };
  if (out === 'pong' && result === 'hello' && id === 'p') return;
  const expected = '{"out":"pong","result":"hello","id":"p"}';
  throw new CaseFailed({ given, expected, came: JSON.stringify(answer) });
}

/** @throws CaseFailed unless the client sees the end of its connection in time */
export async function expectEnd(given: string, client: TestClient): Promise<void> {
  await expectInTime(given, 'the end of the connection', client.end());
}

/**
 * @throws CaseFailed unless `other` is answered while the server computes for `busy`.
 *   Both must have been answered before.
 */
export async function expectPongMeanwhile(busy: TestClient, other: TestClient): Promise<void> {
  const given = `client 1 sends ${MANY_CALLS.length} calls of pi, then client 2 a ping`;
  const before = busy.answers.length;
  await busy.send(...MANY_CALLS);
  await expectInTime(given, 'the first answer of pi', busy.receive(before + 1));
  await expectPong(given, other);
  if (busy.answers.length < before + MANY_CALLS.length) return;
  const expected = 'the ping to be answered while pi is computed';
  throw new CaseFailed({ given, expected, came: 'every answer of pi came first' });
}

/** How many clients leave in each of the two ways. */
const LEAVING = 5;

/**
 * Clients that leave without a word: some reset the connection while the server waits for
 * a request, so its next receive fails with ECONNRESET. Some close it while the server
 * computes their answers, so a send fails with EPIPE.
 * @throws CaseFailed unless the server goes on, and has closed their descriptors
 */
export async function expectClosedAfterFailures(address: Address, server: number): Promise<void> {
  const open = (): number => numbersIn(`/proc/${server}/fd`).length;
  const pong = (given: string): Promise<void> =>
    withClients(address, 1, (client) => expectPong(given, client));
  await pong('a client sends a ping and leaves');
  const before = open();
  const resets = `${LEAVING} clients, one after the other, send a ping and reset the connection`;
  for (let count = 0; count < LEAVING; count++)
    await withClients(address, 1, async (client) => {
      await expectPong(resets, client);
      reset(client.socket);
    });
  await pong(`${resets}; another one sends a ping`);
  const closes = `${LEAVING} clients send ${UNREAD_CALLS.length} calls of pi and close the connection after the first answer`;
  for (let count = 0; count < LEAVING; count++)
    await withClients(address, 1, async (client) => {
      await client.send(...UNREAD_CALLS);
      await expectInTime(closes, 'the first answer', client.receive(1));
    });
  await pong(`${closes}; another one sends a ping`);
  // the last one may still be open, and one that is being closed
  if (await eventually(() => open() <= before + 2, CLOSED_WITHIN_MS)) return;
  throw new CaseFailed({
    given: `${resets}; then ${closes}`,
    expected: `${before} open descriptors, as before`,
    came: `${open()}`,
  });
}

/**
 * Half of them may fit into the kernel's buffers, which grow to 4 MiB on the server's
 * side: so it takes two answers to fill them.
 */
const LARGE = 'x'.repeat(4_000_000);
const LARGE_IDS = [1, 2];
/** Longer than one send in a learner's code blocks. In ms. */
const STILL_MS = 300;
const FULL_WITHIN_MS = 5_000;
const CLOSED_WITHIN_MS = 2_000;
const OVERWRITTEN =
  'A decoder keeps the bytes that are pushed. If the next receive puts its bytes into the ' +
  'same buffer, push a copy: Buffer.from(bytes).';

/**
 * Two pings with large answers, by a client that reads late.
 * @param server the process that serves it
 * @throws CaseFailed unless both answers come whole
 */
export async function expectWholeAnswers(client: TestClient, server: number): Promise<void> {
  const given = `two pings with ${LARGE.length} characters each, by a client that reads late`;
  client.socket.pause();
  // Not awaited: a server that cannot send its answer reads no more, and need not.
  client.send(...LARGE_IDS.map((id) => ({ in: 'ping', params: LARGE, id }))).catch(() => undefined);
  await untilNothingMoves(client, server);
  client.socket.resume();
  const answers = client.receive(LARGE_IDS.length);
  for (const answer of await expectInTime(given, 'both answers, whole', answers)) {
    const { result } = answer as { result?: unknown };
    if (result === LARGE) continue;
    const expected = 'the same characters';
    const came =
      typeof result === 'string'
        ? `${result.length} characters, not the same ones`
        : JSON.stringify(answer).slice(0, 200);
    throw new CaseFailed({ given, expected, came, note: OVERWRITTEN });
  }
}

/** Until the server sleeps, and neither side receives anything more. */
async function untilNothingMoves({ socket }: TestClient, server: number): Promise<void> {
  const { localPort } = socket;
  const unread = (): string =>
    tcpSockets(readProc('/proc/net/tcp'))
      .filter(({ local, remote }) => local === localPort || remote === localPort)
      .map(({ unreadBytes }) => unreadBytes)
      .join();
  let before = '';
  await eventually(async () => {
    await untilAsleep(server);
    await delay(STILL_MS);
    const isStill = unread() === before;
    before = unread();
    return isStill;
  }, FULL_WITHIN_MS);
}

/** What it resolves to. @throws CaseFailed when that takes too long, or it rejects */
export async function expectInTime<T>(
  given: string,
  expected: string,
  promise: Promise<T>,
): Promise<T> {
  const late = new CaseFailed({ given, expected, came: `nothing in ${PATIENCE_MS / 1_000} s` });
  try {
    return await Promise.race([
      promise,
      later(PATIENCE_MS).then(() => {
        throw late;
      }),
    ]);
  } catch (error) {
    if (error instanceof CaseFailed) throw error;
    throw new CaseFailed({ given, expected, came: (error as Error).message });
  }
}
