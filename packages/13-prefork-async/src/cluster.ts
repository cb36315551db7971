// Node's own counterpart: the cluster module, with the kernel choosing the process
// (SCHED_NONE). The same server, in processes that share the listening socket because the
// primary opened it and handed it to each.

import nodeCluster from 'node:cluster';
import type { Address } from '@bytes-up/protocol';
import { eventLoop } from '@bytes-up/server-kit';
import type { Engine, RunningServer, ServeContext, ServerOptions } from '@bytes-up/server-kit';
import { serve } from '@bytes-up/single-process-async';
import { NodeWorkerPool } from './node-worker-pool';
import { contextOfWorker } from './server';
import { stopOfWorker } from './stop-of-worker';

// #region cluster
/** Serves, in the primary and in each worker: cluster starts the same script for both. */
export const cluster: Engine = (options) =>
  nodeCluster.isPrimary ? eventLoop(startCluster)(options) : serveInWorker(options);

async function startCluster(context: ServeContext): Promise<RunningServer> {
  nodeCluster.schedulingPolicy = nodeCluster.SCHED_NONE; // each worker accepts for itself
  const workers = new NodeWorkerPool(context.flags.workers ?? 1, context.log, () => {
    return nodeCluster.fork().process;
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
  const stopAsked = stopOfWorker();
  try {
    const server = await serve(contextOfWorker(options, process.pid), options);
    await stopAsked;
    await server.stop();
    process.exit(0);
  } catch (error) {
    // the primary reports it
    process.send?.({ code: (error as NodeJS.ErrnoException).code });
    await stopAsked;
    process.exit(1);
  }
}
// #endregion cluster

/**
 * Where the workers listen, once the first does.
 * @throws the error of the first that cannot
 */
function firstListening(): Promise<Address> {
  return new Promise((resolve, reject) => {
    nodeCluster.once('listening', (_worker, { address, port }) => resolve({ host: address, port }));
    nodeCluster.once('message', (_worker, failure: { readonly code: string }) =>
      reject(Object.assign(new Error(failure.code), failure)),
    );
  });
}
