// The same server with Node's child.send(message, socket): libuv passes the descriptor.
// It runs on every system.

import { fork, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { workerContext, NodeWorkerPool, workerStopSignal } from '@bytes-up/prefork-async';
import type { Address } from '@bytes-up/protocol';
import { eventLoop, workerGraceMs } from '@bytes-up/server-kit';
import type { Engine, RunningServer, ServeContext, ServerOptions } from '@bytes-up/server-kit';
import { Connections, FULL, Refusals, SOCKET_OPTIONS } from '@bytes-up/single-process-async';
import { NodeChannel, type Report } from './node-channel';
import { policyNamed } from './policy';

/** Set in a worker's environment, because a worker runs the same script as the master. */
const WORKER_ENV = 'BYTES_UP_DESCRIPTOR_PASSING_WORKER';

/** Runs in the master and in each worker. */
export const nodeEngine: Engine = (options) =>
  process.env[WORKER_ENV] === undefined ? eventLoop(startMaster)(options) : serveInWorker(options);

// #region master
async function startMaster(context: ServeContext, options: ServerOptions): Promise<RunningServer> {
  const { limits, log } = context;
  const choose = policyNamed(options.choices['policy']);
  const members = new Set<NodeChannel>();
  const refusals = new Refusals(limits);
  const listener = createServer(SOCKET_OPTIONS, (socket) => {
    // One more than a worker serves: there it waits, or is refused if files are short.
    const takes = (one: NodeChannel): boolean =>
      !one.isStopping && one.open <= limits.maxConnections;
    const member = choose([...members].filter(takes));
    if (member === undefined) refusals.refuse(socket, FULL);
    else member.pass(socket);
  });
  const address = await listen(listener, options);
  const workers = new NodeWorkerPool(options.workers ?? 1, log, () => {
    const child = startWorker();
    if (child.pid === undefined) return child; // it could not be started
    const member = new NodeChannel(child);
    members.add(member);
    child.once('exit', () => members.delete(member));
    return child;
  });
  return {
    address,
    stop: async () => {
      listener.close();
      const refused = refusals.closed(workerGraceMs(limits.graceMs));
      await Promise.all([workers.stop(limits.graceMs), refused]);
    },
  };
}
// #endregion master

function startWorker(): ChildProcess {
  const [script = '', ...args] = process.argv.slice(1);
  return fork(script, args, { env: { ...process.env, [WORKER_ENV]: '1' } });
}

// #region worker
async function serveInWorker(options: ServerOptions): Promise<void> {
  const connections = new Connections(workerContext(options, process.pid));
  const stopSignal = workerStopSignal();
  const report = (what: Report): unknown => process.connected && process.send?.(what);
  process.on('message', (number: number, socket: Socket | undefined) => {
    report({ received: number }); // before a byte is read: the master closes its copy
    // the connection was reset on its way here
    if (socket === undefined) return void report('closed');
    socket.allowHalfOpen = true; // belongs to Node's object, so it did not come along
    // belongs to the kernel's socket; set in case the master did not
    socket.setNoDelay(true);
    socket.once('close', () => report('closed'));
    connections.admit(socket);
  });
  process.once('disconnect', () => process.exit(1)); // the master has exited
  await stopSignal;
  report('stopping'); // only this worker may have been told
  await connections.stop();
  process.exit(0);
}
// #endregion worker

function listen(listener: Server, where: Address): Promise<Address> {
  return new Promise((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(where, () => {
      listener.off('error', reject);
      // as in chapter 12: no descriptor left for accept
      listener.on('error', () => undefined);
      const { address, port } = listener.address() as AddressInfo;
      resolve({ host: address, port });
    });
  });
}
