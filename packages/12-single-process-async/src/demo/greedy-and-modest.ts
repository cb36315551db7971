// A greedy client and a modest one.

import type { StartedServer } from '@bytes-up/testkit';
import { connectAll } from './idle-and-busy';

const GREEDY_CALLS = 1000;
const GREEDY_TERMS = 100_000;

/** What a modest client met. */
interface Meeting {
  /** How long its ping took. */
  readonly waitedMs: number;
  /** The greedy client's answers then, of all its calls. */
  readonly before: number;
  readonly calls: number;
  /** Until the greedy client had all its answers. */
  readonly allMs: number;
}

/** One client sends a thousand slow calls at once; another one sends a fast call. */
export async function greedyAmong({ address }: StartedServer): Promise<Meeting> {
  const [greedy, modest] = await connectAll(2, address);
  if (greedy === undefined || modest === undefined) throw new Error('two clients were asked for');
  const started = performance.now();
  const pi = { in: 'pi', params: GREEDY_TERMS };
  await greedy.send(...Array.from({ length: GREEDY_CALLS }, () => pi));
  await greedy.receive(1);
  const asked = performance.now();
  await modest.send({ in: 'ping' });
  await modest.receive(1);
  const waitedMs = performance.now() - asked;
  const before = greedy.answers.length;
  await greedy.receive(GREEDY_CALLS);
  const allMs = performance.now() - started;
  greedy.close();
  modest.close();
  return { waitedMs, before, calls: GREEDY_CALLS, allMs };
}

export async function greedyAndModest(server: StartedServer): Promise<void> {
  const { waitedMs, before, allMs } = await greedyAmong(server);
  console.log(
    `\nA greedy client sends ${GREEDY_CALLS} calls of pi(${GREEDY_TERMS}) at once: ${allMs.toFixed(0)} ms of work.`,
  );
  console.log(
    `A modest one sends a ping meanwhile. It is answered after ${waitedMs.toFixed(1)} ms,`,
  );
  console.log(`when the greedy one has ${before} of its ${GREEDY_CALLS} answers.`);
}
