// The same server with Node's cluster module. The primary opens the listening socket and
// sends it to each worker, and with SCHED_NONE the kernel decides which of them accepts.

import nodeCluster from 'node:cluster';
import type { Address } from '@bytes-up/protocol';
import { eventLoop } from '@bytes-up/server-kit';
import type { Engine, RunningServer, ServeContext, ServerOptions } from '@bytes-up/server-kit';
import { serve } from '@bytes-up/single-process-async';
import { NodeWorkerPool } from './node-worker-pool';
import { workerContext } from './server';
import { workerStopSignal } from './worker-stop-signal';

// #region cluster
/** Runs in the primary and in each worker, because cluster starts the same script. */
export const cluster: Engine = (options) =>
  nodeCluster.isPrimary ? eventLoop(startCluster)(options) : serveInWorker(options);

async function startCluster(context: ServeContext): Promise<RunningServer> {
  nodeCluster.schedulingPolicy = nodeCluster.SCHED_NONE; // each worker accepts for itself
  const workers = new NodeWorkerPool(context.flags.workers ?? 1, context.log, () => {
    const worker = nodeCluster.fork();
    worker.on('error', () => undefined); // the pool handles that of worker.process
    return worker.process;
  });
  const stop = (): Promise<void> => workers.stop(context.limits.graceMs);
  try {
    return { address: await firstListening(), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function serveInWorker(options: ServerOptions): Promise<void> {
  const stopSignal = workerStopSignal();
  try {
    const server = await serve(workerContext(options, process.pid), options);
    await stopSignal;
    await server.stop();
    process.exit(0);
  } catch (error) {
    // the primary reports the error
    process.send?.({ code: (error as NodeJS.ErrnoException).code });
    await stopSignal;
    process.exit(1);
  }
}
// #endregion cluster

/**
 * Resolves with the address when the first worker listens.
 * @throws the error of the first worker that cannot listen
 */
function firstListening(): Promise<Address> {
  return new Promise((resolve, reject) => {
    nodeCluster.once('listening', (_worker, { address, port }) => resolve({ host: address, port }));
    nodeCluster.once('message', (_worker, failure: { readonly code: string }) =>
      reject(Object.assign(new Error(failure.code), failure)),
    );
  });
}
