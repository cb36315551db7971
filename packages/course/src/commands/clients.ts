// `npm start -- clients 10 --connect 127.0.0.1:8080 --say ping --hold`: clients that stay
// connected, for any server that speaks the protocol, and a timeline of what each of them
// saw.

import { UsageError } from '@bytes-up/protocol';
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { HeldClient, Seen } from '../clients/held-client';
import { ordersFromSignals } from '../clients/orders';
import type { Plan } from '../clients/plan';
import type { Context } from '../context';
import { lazy } from '../lazy';
import { addressOf, jsonOf } from './call';

const MAX_CLIENTS = 10_000;
const MAX_TIMES = 1_000_000;
/** With more clients than this, only totals are reported while they are held. */
const REPORTED_CLIENTS = 20;

interface ClientsFlags {
  readonly connect: string;
  readonly say?: string;
  readonly times: number;
  readonly halfFrame?: true;
  readonly read?: 'slowly' | 'never';
  readonly oneByOne?: true;
  readonly every: number;
  readonly hold?: number | true;
  readonly leaveEvery: number;
  readonly json?: true;
  readonly quiet?: true;
}

export function addClientsCommand(program: Command, context: Context): void {
  program
    .command('clients')
    .description('hold clients against a server: clients 10 --connect 127.0.0.1:8080 --say ping')
    .argument('<count>', `how many, 1 to ${MAX_CLIENTS}`, integer(1, MAX_CLIENTS))
    .requiredOption('--connect <address>', 'HOST:PORT of the server')
    .option('--say <call>', "what each sends: ping, or with params as JSON 'pi 1000'; else nothing")
    .option('--times <n>', 'how often each sends it', integer(1, MAX_TIMES), 1)
    .option('--half-frame', 'send only the first half of its frame')
    .addOption(
      new Option('--read <how>', 'read answers slowly (80 KiB a second) or never').choices([
        'slowly',
        'never',
      ]),
    )
    .option('--one-by-one', 'each connects after the one before it has connected and sent')
    .option('--every <ms>', 'connect one by one, this many milliseconds apart', milliseconds, 0)
    .option(
      '--hold [ms]',
      'stay this long once all are connected; without a time, until ctrl-C or until the server ' +
        'ends them all. Without --hold each leaves when it is answered, or after 10 s',
      milliseconds,
    )
    .option('--leave-every <ms>', 'leave one by one, this many milliseconds apart', milliseconds, 0)
    .option('--json', 'print what was seen as JSON')
    .option('--quiet', 'report nothing until the end')
    .action(async (count: number, flags: ClientsFlags) => {
      context.finish(await hold(context, planOf(count, flags), flags));
    });
}

function planOf(count: number, flags: ClientsFlags): Plan {
  const { say = flags.halfFrame === true ? 'ping' : undefined, hold: time } = flags;
  if (flags.times > 1 && (say === undefined || flags.halfFrame === true)) {
    throw new UsageError('--times is for whole requests: give --say, and no --half-frame');
  }
  return {
    address: addressOf(flags.connect),
    count,
    request: say === undefined ? undefined : requestOf(say),
    times: flags.times,
    halfFrame: flags.halfFrame === true,
    read: flags.read ?? 'at once',
    oneByOne: flags.oneByOne === true,
    everyMs: flags.every,
    holdMs: time === true ? Infinity : time,
    leaveEveryMs: flags.leaveEvery,
  };
}

/** @param say `ping`, `pi 1000` */
function requestOf(say: string): Plan['request'] {
  const [, method = '', params = ''] = /^\s*(\S*)\s*(.*)$/s.exec(say) ?? [];
  if (method.startsWith('{')) {
    throw new UsageError('--say takes a method, then its params as JSON: --say \'ping {"a":1}\'');
  }
  return params === '' ? { in: method } : { in: method, params: jsonOf(params) };
}

/** @returns the exit code */
async function hold(context: Context, plan: Plan, flags: ClientsFlags): Promise<number> {
  const {
    exitCodeOf,
    holdClients,
    pictureOf,
    reportOf,
    requireDescriptors,
    summaryLine,
    summaryOf,
  } = lazy.clients();
  requireDescriptors(plan.count);
  const tell = flags.quiet === true ? () => undefined : (line: string) => context.warn(`${line}\n`);
  const orders = ordersFromSignals(() => {
    if (plan.leaveEveryMs > 0) tell('leaving one by one; ctrl-C again: all at once');
  });
  const startedAtMs = performance.now();
  let isConnected = false; // before that there is nothing to report
  try {
    const clients = await holdClients(plan, orders, {
      onSeen: (client, seen) => {
        isConnected ||= seen.step === 'connected';
        if (isConnected && plan.count <= REPORTED_CLIENTS) {
          tell(lineOf(client, seen, startedAtMs));
        }
      },
      onHeld: (held) => {
        if (isConnected) tell(heldLine(held, plan));
      },
    });
    if (!isConnected) {
      context.warn(noConnection(clients, flags.connect));
      return 2;
    }
    const summary = summaryOf(clients, plan);
    if (flags.json === true) context.write(`${JSON.stringify(reportOf(clients, plan))}\n`);
    else {
      context.write(`${pictureOf(clients, context.width)}\n\n${summaryLine(summary, plan)}\n`);
    }
    return exitCodeOf(summary, plan);
  } finally {
    orders.stop();
  }
}

/** `12.3 ms  client 3 answered` */
function lineOf({ number }: HeldClient, { atMs, step, note }: Seen, startedAtMs: number): string {
  const code = note === undefined ? '' : `: ${note}`;
  return `${(atMs - startedAtMs).toFixed(1)} ms  client ${number} ${step}${code}`;
}

function heldLine(clients: readonly HeldClient[], { holdMs }: Plan): string {
  const count = clients.filter((client) => client.has('connected') && !client.isOver).length;
  const until = holdMs === Infinity ? 'until ctrl-C' : `for ${holdMs} ms`;
  return `holding ${count} of ${clients.length} clients ${until}`;
}

function noConnection([first]: readonly HeldClient[], address: string): string {
  const why = first?.seen[0]?.note ?? 'no answer';
  const start = '; start a server: npm start -- serve 12 --port 8080';
  return `no connection to ${address}: ${why}${why === 'ECONNREFUSED' ? start : ''}\n`;
}

function integer(least: number, most: number): (text: string) => number {
  return (text) => {
    if (/^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most) {
      return Number(text);
    }
    throw new InvalidArgumentError(`expected a number from ${least} to ${most}`);
  };
}

function milliseconds(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a number of milliseconds');
}
