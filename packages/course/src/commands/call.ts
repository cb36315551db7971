// `npm start -- call 127.0.0.1:8080 pi 1000`: one call, and its result as JSON.

import type { CallOptions } from '@bytes-up/client';
import { InvalidArgumentError, type Command } from 'commander';
import type { Context } from '../context';
import { lazy } from '../lazy';
import { UsageError } from '../usage-error';

interface CallFlags {
  readonly timeoutMs: number;
  readonly oneway?: true;
  readonly key?: string;
}

export function addCallCommand(program: Command, context: Context): void {
  program
    .command('call')
    .description('call a method of a server: call 127.0.0.1:8080 ping \'"hello"\'')
    .argument('<address>', 'HOST:PORT of the server')
    .argument('<method>', 'such as ping or pi')
    .argument('[params]', 'as JSON; null if left out')
    .option('--timeout-ms <n>', 'how long to wait, in milliseconds', milliseconds, 10_000)
    .option('--oneway', 'want no answer')
    .option('--key <text>', 'an idempotency key: with it a lost call may be tried again')
    .action(
      async (address: string, method: string, params: string | undefined, flags: CallFlags) => {
        context.finish(await callOnce(context, address, method, params, flags));
      },
    );
}

/** @returns the exit code: 1 when the call has failed */
async function callOnce(
  context: Context,
  address: string,
  method: string,
  params: string | undefined,
  { timeoutMs, oneway, key }: CallFlags,
): Promise<number> {
  const { Client, CallError } = lazy.client();
  const client = new Client(addressOf(address), { timeoutMs });
  const options: CallOptions = key === undefined ? {} : { idempotencyKey: key };
  try {
    const json = jsonOf(params);
    if (oneway === true) await client.notify(method, json);
    else context.write(`${JSON.stringify(await client.call(method, json, options))}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    context.warn(`${error.code} ${error.message}\n`);
    return 1;
  } finally {
    await client.close();
  }
}

function addressOf(text: string): { host: string; port: number } {
  const [, host = '', port = ''] = /^\[?(.+?)\]?:(\d{1,5})$/.exec(text) ?? [];
  if (host !== '' && Number(port) > 0 && Number(port) < 65_536) return { host, port: Number(port) };
  throw new UsageError(`no address "${text.slice(0, 60)}": give HOST:PORT such as 127.0.0.1:8080`);
}

function jsonOf(text: string | undefined) {
  try {
    return text === undefined ? null : (JSON.parse(text) as string);
  } catch {
    throw new UsageError(`the params are no JSON: a text needs quotes of its own, '"hello"'`);
  }
}

function milliseconds(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a number of milliseconds.');
}
