// `npm start -- call 127.0.0.1:8080 pi 1000`: one call, and its result as JSON. With
// zookeeper://127.0.0.1:2181 as the address, it goes to one of the servers that are
// registered there.

import type { CallOptions, NotifyOptions } from '@bytes-up/client';
import type { Address, Json } from '@bytes-up/protocol';
import { InvalidArgumentError, type Command } from 'commander';
import type { Context } from '../context';
import { lazy } from '../lazy';
import { UsageError } from '@bytes-up/protocol';

interface CallFlags {
  readonly timeoutMs: number;
  readonly oneway?: true;
  readonly wait?: true;
  readonly key?: string;
  readonly root?: string;
  readonly name?: string;
}

export function addCallCommand(program: Command, context: Context): void {
  program
    .command('call')
    .description('call a method of a server: call 127.0.0.1:8080 ping \'"hello"\'')
    .argument('<address>', 'HOST:PORT of the server, or zookeeper://HOST:PORT of a registry')
    .argument('<method>', 'such as ping or pi')
    .argument('[params]', 'as JSON; null if left out')
    .option('--timeout-ms <n>', 'how long to wait, in milliseconds', milliseconds, 10_000)
    .option('--oneway', 'one-way call: no answer')
    .option('--wait', 'wait for a server if none is listening there yet')
    .option('--key <text>', 'an idempotency key: with it, a lost call may be retried')
    .option('--root <path>', 'in the registry, the node of the service; default /demo')
    .option('--name <name>', "in the registry, the name of a server's node; default rpc")
    .action(
      async (address: string, method: string, params: string | undefined, flags: CallFlags) => {
        context.finish(await callOnce(context, address, method, params, flags));
      },
    );
}

/** @returns the exit code: 1 if the call failed */
async function callOnce(
  context: Context,
  address: string,
  method: string,
  params: string | undefined,
  { timeoutMs, oneway, wait, key, ...service }: CallFlags,
): Promise<number> {
  const client = clientFor(address, timeoutMs, service);
  const waiting = { timeoutMs, waitForReady: wait === true };
  const options: CallOptions = { ...waiting, ...(key !== undefined && { idempotencyKey: key }) };
  try {
    const json = jsonOf(params);
    if (oneway === true) await client.notify(method, json, waiting);
    else context.write(`${JSON.stringify(await client.call(method, json, options))}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof lazy.protocol().RpcError)) throw error;
    context.warn(`${error.code} ${error.message}\n`);
    return 1;
  } finally {
    await client.close();
  }
}

/** What both clients can do. */
interface Caller {
  call(method: string, params: Json, options: CallOptions): Promise<Json>;
  notify(method: string, params: Json, options: NotifyOptions): Promise<void>;
  close(): Promise<void>;
}

const REGISTRY = 'zookeeper://';

function clientFor(
  address: string,
  timeoutMs: number,
  flags: Pick<CallFlags, 'root' | 'name'>,
): Caller {
  if (!address.startsWith(REGISTRY)) {
    if (flags.root !== undefined || flags.name !== undefined)
      throw new UsageError('--root and --name are for a registry: zookeeper://HOST:PORT');
    const { Client } = lazy.client();
    return new Client(addressOf(address), { timeoutMs });
  }
  try {
    const { DistributedClient } = lazy.distributed();
    const service = new DistributedClient(address.slice(REGISTRY.length), { service: flags });
    return {
      call: (method, params, options) => service.call(method, params, options),
      notify: () => Promise.reject(new UsageError('a one-way call goes to one server: HOST:PORT')),
      close: () => service.close(),
    };
  } catch (error) {
    throw new UsageError(`${address.slice(0, 60)}: ${(error as Error).message}`);
  }
}

/** @param text `HOST:PORT` */
export function addressOf(text: string): Address {
  const [, host = '', port = ''] = /^\[?(.+?)\]?:(\d{1,5})$/.exec(text) ?? [];
  if (host !== '' && Number(port) > 0 && Number(port) < 65_536) return { host, port: Number(port) };
  throw new UsageError(`no address "${text.slice(0, 60)}": give HOST:PORT such as 127.0.0.1:8080`);
}

export function jsonOf(text: string | undefined) {
  try {
    return text === undefined ? null : (JSON.parse(text) as string);
  } catch {
    throw new UsageError(`the params are not JSON: a string needs its own quotes, '"hello"'`);
  }
}

function milliseconds(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a number of milliseconds.');
}
