// The server (chapter 17): a supervisor that only supervises, workers that serve, and a
// registrar that keeps the entry in the registry.

import { Client } from '@bytes-up/client';
import { registrationFlags, type RegistrationFlags } from '@bytes-up/discovery';
import { close, forkEventLoop, getpid, getsockname, sleepThrough } from '@bytes-up/posix';
import { workerContext, workerStopSignal } from '@bytes-up/prefork-async';
import type { BlockingContext, ServerOptions } from '@bytes-up/server-kit';
import { serve as serveWithEventLoop } from '@bytes-up/single-process-async';
import { becomeRegistrar } from './supervisor/become-registrar';
import { storeFlag } from './flags';
import { storeMethods } from './store/store-methods';
import { Supervisor } from './supervisor/supervisor';

/** How long the registrar may take to leave the registry, in milliseconds. */
const LEAVES_WITHIN_MS = 2_000;

/**
 * Serves until the stop flag is set. Resolves in the supervisor when the last child is
 * reaped, and in each worker when it has stopped.
 * @param listener a socket that listens
 */
// #region serve
export async function serve(
  listener: number,
  context: BlockingContext,
  options: ServerOptions,
): Promise<void> {
  const { stop, log } = context;
  const flags = registrationFlags(options);
  const workers = { name: 'worker', count: options.workers ?? 1 };
  const registrar = { name: 'registrar', count: 1 };
  const ourselves = getpid();
  const supervisor = new Supervisor([workers, registrar], log);
  const role = supervisor.keep(stop);
  if (role === workers) return serveInWorker(listener, options);
  if (role === registrar) becomeRegistrar(listener, ourselves, orderOf(listener, options, flags));
  // Leave the registry, wait until clients have noticed, then finish the calls in flight.
  supervisor.stopRole(registrar, Math.min(LEAVES_WITHIN_MS, stop.leftMs / 2));
  sleepThrough(Math.min(flags.leaveMs, stop.leftMs / 2)); // not interrupted by SIGCHLD
  close(listener);
  supervisor.stop(stop);
}

async function serveInWorker(listener: number, options: ServerOptions): Promise<void> {
  forkEventLoop();
  const stopSignal = workerStopSignal();
  const context = workerContext(options, getpid());
  const address = storeFlag(options);
  const store = address && new Client(address);
  const service = { ...context.service, ...(store && storeMethods(store)) };
  const server = await serveWithEventLoop({ ...context, service }, { fd: listener });
  await stopSignal;
  await server.stop();
  await store?.close();
}
// #endregion serve

function orderOf(listener: number, options: ServerOptions, flags: RegistrationFlags) {
  const { zookeeper, sessionTimeoutMs, service } = flags;
  const { port } = getsockname(listener);
  return { zookeeper, sessionTimeoutMs, service, entry: flags.entry(port), quiet: options.quiet };
}
