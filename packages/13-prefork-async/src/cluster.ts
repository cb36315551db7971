// Node's own counterpart: the cluster module, with the kernel choosing the process (SCHED_NONE). The same server, in processes
// that share the listening socket because the primary opened it and handed it to each.

import cluster from 'node:cluster';
import {
  parseServerOptions,
  runServerCommand,
  serverContext,
  type Address,
  type RunningServer,
  type ServerContext,
  type ServerSpec,
} from '@bytes-up/server-kit';
import { startServer } from '@bytes-up/single-process-async';
import { NodeWorkforce } from './node-workforce';
import { stopOfWorker } from './stop-of-worker';

/** A worker is done so much earlier than the primary loses patience. */
const SHARE_OF_GRACE = 0.9;

// #region cluster
/** Runs the server command, in the primary and in each worker: cluster starts the same script for both. */
export function runWithCluster(spec: ServerSpec): Promise<void> {
  return cluster.isPrimary ? runServerCommand(spec, startCluster) : runWorker(spec);
}

async function startCluster(context: ServerContext): Promise<RunningServer> {
  cluster.schedulingPolicy = cluster.SCHED_NONE; // each worker accepts for itself
  const workforce = new NodeWorkforce(context.workers ?? 1, context.log, () => {
    return cluster.fork().process;
  });
  const stop = (): Promise<void> => workforce.stop(context.limits.graceMs);
  try {
    return { address: await firstListening(), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function runWorker(spec: ServerSpec): Promise<void> {
  const { limits, ...options } = parseServerOptions(spec, process.argv.slice(2));
  const own = { ...options, limits: { ...limits, graceMs: limits.graceMs * SHARE_OF_GRACE } };
  const stopAsked = stopOfWorker();
  try {
    const server = await startServer(serverContext(own, `process ${process.pid} `));
    await stopAsked;
    await server.stop();
    process.exit(0);
  } catch (error) {
    process.send?.({ code: (error as NodeJS.ErrnoException).code }); // the primary has to say it
    await stopAsked;
    process.exit(1);
  }
}
// #endregion cluster

/** Where the workers listen, once the first does. @throws the error of the first that cannot */
function firstListening(): Promise<Address> {
  return new Promise((resolve, reject) => {
    cluster.once('listening', (_worker, { address, port }) => resolve({ host: address, port }));
    cluster.once('message', (_worker, failure: { readonly code: string }) =>
      reject(Object.assign(new Error(failure.code), failure)),
    );
  });
}
