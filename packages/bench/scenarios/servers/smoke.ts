// Behind `npm run bench:smoke`: starts every contender, makes one call and compares its
// answer, in seconds.

import { BenchError, describeThrown } from '../../src';
import type { ServerContender } from './contender';
import { courseServers } from './course-servers';
import { loadCommand, type LoadKind } from './load/load';
import { whyNot } from './measure';
import { PEER_SERVERS } from './peer-servers';
import { RunningServer } from './running';
import { WORKLOADS, type Workload } from './workloads';

/** How a contender did: it answered, cannot run here, or failed. */
export interface SmokeResult {
  readonly contender: string;
  readonly outcome: 'answered' | 'cannot run here' | 'failed';
  readonly reason?: string;
}

const ONE_CALL = WORKLOADS[0] as Workload;
/** Servers that start at the same time. */
const AT_ONCE = 2;

export async function smoke(
  kind?: LoadKind,
  contenders: readonly ServerContender[] = [...courseServers(), ...PEER_SERVERS],
): Promise<SmokeResult[]> {
  const load = loadCommand(kind);
  const results = new Map<string, SmokeResult>();
  const waiting = [...contenders];
  const startOneByOne = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      results.set(next.name, await callOnce(next, load));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, startOneByOne));
  return contenders.map(({ name }) => results.get(name) as SmokeResult);
}

async function callOnce(
  contender: ServerContender,
  load: ReturnType<typeof loadCommand>,
): Promise<SmokeResult> {
  const reason = whyNot(contender, ONE_CALL, load.kind);
  if (reason !== undefined)
    return { contender: contender.name, outcome: 'cannot run here', reason };
  try {
    const server = await RunningServer.start(contender, ONE_CALL, load.command);
    await server.stop();
    return { contender: contender.name, outcome: 'answered' };
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    return { contender: contender.name, outcome: 'failed', reason: describeThrown(error) };
  }
}
