// Node's own counterpart: child.send(message, socket). The same master and the same workers, with libuv passing the descriptor.

import { fork, type ChildProcess } from 'node:child_process';
import {
  createServer,
  type AddressInfo,
  type ListenOptions,
  type Server,
  type Socket,
} from 'node:net';
import { NodeWorkforce, stopOfWorker } from '@bytes-up/prefork-async';
import {
  parseServerOptions,
  runServerCommand,
  serverContext,
  type RunningServer,
  type ServerContext,
  type ServerSpec,
} from '@bytes-up/server-kit';
import { ConnectionSet, FULL, Refusals, SOCKET_OPTIONS } from '@bytes-up/single-process-async';
import { policyNamed } from './policy';

/** A worker is done so much earlier than the master loses patience. */
const SHARE_OF_GRACE = 0.9;

/** Set in the environment of the workers, which run the same script as the master. */
const MARK = 'BYTES_UP_DESCRIPTOR_PASSING_WORKER';

/** Runs the server command, in the master and in each worker. */
export function runWithNode(spec: ServerSpec): Promise<void> {
  return process.env[MARK] === undefined ? runServerCommand(spec, startMaster) : runWorker(spec);
}

interface Member {
  readonly child: ChildProcess;
  open: number;
}

// #region master
async function startMaster(context: ServerContext): Promise<RunningServer> {
  const { host, port, limits, log, workers, choices } = context;
  const choose = policyNamed(choices['policy']);
  const members = new Set<Member>();
  const refusals = new Refusals(limits);
  const listener = createServer(SOCKET_OPTIONS, (socket) => {
    // One more than a worker serves: it refuses that one itself, with a word.
    const member = choose([...members].filter(({ open }) => open <= limits.maxConnections));
    if (member === undefined) refusals.refuse(socket, FULL);
    else pass(socket, member);
  });
  const address = await listen(listener, { host, port });
  const workforce = new NodeWorkforce(workers ?? 1, log, () => {
    const member = { child: startWorker(), open: 0 };
    members.add(member);
    member.child.on('message', () => member.open--); // it has closed a connection
    member.child.once('exit', () => members.delete(member));
    return member.child;
  });
  return {
    address: { host: address.address, port: address.port },
    stop: async () => {
      listener.close();
      const refused = refusals.closed(limits.graceMs * SHARE_OF_GRACE);
      await Promise.all([workforce.stop(limits.graceMs), refused]);
    },
  };
}

/** Node closes the master's copy when the worker has acknowledged its own. */
function pass(socket: Socket, member: Member): void {
  member.open++;
  member.child.send('connection', socket, (error) => {
    if (error === null) return;
    member.open--;
    socket.destroy(); // the worker has died
  });
}
// #endregion master

function startWorker(): ChildProcess {
  const [script = '', ...args] = process.argv.slice(1);
  return fork(script, args, { env: { ...process.env, [MARK]: '1' } });
}

// #region worker
async function runWorker(spec: ServerSpec): Promise<void> {
  const { limits, ...options } = parseServerOptions(spec, process.argv.slice(2));
  const own = { ...options, limits: { ...limits, graceMs: limits.graceMs * SHARE_OF_GRACE } };
  const connections = new ConnectionSet(serverContext(own, `process ${process.pid} `));
  const stopAsked = stopOfWorker();
  process.on('message', (_message, socket: Socket | undefined) => {
    if (socket === undefined) return void process.send?.('closed'); // it was reset on its way
    socket.allowHalfOpen = true; // what a listener sets by itself
    socket.setNoDelay(true);
    socket.once('close', () => process.connected && process.send?.('closed'));
    connections.admit(socket);
  });
  process.once('disconnect', () => process.exit(1)); // the master is gone
  await stopAsked;
  await connections.stop();
  process.exit(0);
}
// #endregion worker

function listen(listener: Server, where: ListenOptions): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(where, () => resolve(listener.address() as AddressInfo));
  });
}
