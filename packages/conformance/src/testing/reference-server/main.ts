// The suite's own server. It passes every case, shares no byte-level code with the
// course, and --mutant NAME introduces one bug. Section 14 of docs/protocol.md is the
// contract of a server command.

import { createServer, type Socket } from 'node:net';
import { parseArgs } from 'node:util';
import { DEFAULT_LIMITS, pingAndPi, testMethods, type Limits } from '@bytes-up/protocol';
import { ReferenceConnection, type Shared } from './connection';
import { KeyTable } from './keys';
import { become, is } from './mutants';

/** The size of the key table, as in model.json. */
const MAX_KEYS = 64;
/** The process exits this long before the grace period ends, in milliseconds. */
const EXIT_MARGIN_MS = 50;

const LIMIT_FLAGS = {
  'max-frame-bytes': 'maxFrameBytes',
  'max-in-flight': 'maxInFlight',
  'max-connections': 'maxConnections',
  'frame-timeout-ms': 'frameTimeoutMs',
  'idle-timeout-ms': 'idleTimeoutMs',
  'write-timeout-ms': 'writeTimeoutMs',
  'grace-ms': 'graceMs',
} as const;

const HELP = `usage: reference-server --host HOST --port PORT [--quiet] [--test-methods] [--mutant NAME]
${Object.keys(LIMIT_FLAGS)
  .map((name) => `  --${name} N`)
  .join('\n')}
`;

function main(): void {
  // before the flags are read, because some mutants read them wrong
  const mutant = process.argv.indexOf('--mutant') + 1;
  if (mutant > 0) become(process.argv[mutant] ?? '');
  const flags = readFlags();
  const limits = readLimits(flags);
  const port = integer('port', flags['port'] ?? '0', 65_535);
  const quiet = flags['quiet'] === true;
  const service = flags['test-methods'] === true ? { ...pingAndPi, ...testMethods() } : pingAndPi;
  serve(String(flags['host'] ?? '127.0.0.1'), port, quiet, {
    limits,
    service,
    keys: new KeyTable(MAX_KEYS),
  });
}

function serve(host: string, port: number, quiet: boolean, shared: Shared): void {
  const held = new Map<Socket, ReferenceConnection>();
  const waiting: Socket[] = [];
  const isSilent = is('logs-nothing') || (quiet && !is('ignores-quiet'));
  const log = (line: string): void => void (isSilent || process.stderr.write(`${line}\n`));
  const admit = (): void => {
    while (held.size < (is('serves-one-at-a-time') ? 1 : shared.limits.maxConnections)) {
      const socket = waiting.shift();
      if (socket === undefined) return;
      socket.on('close', () => {
        held.delete(socket);
        log(`connection from port ${port} closed`);
        admit();
      });
      held.set(socket, new ReferenceConnection(socket, shared));
      socket.resume();
    }
  };
  // Node cannot pause accepting, so a connection over the limit is kept but not read.
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
    if (!is('dies-on-a-reset')) socket.on('error', () => socket.destroy());
    log(`connection from port ${socket.remotePort}`);
    waiting.push(socket);
    admit();
  });
  server.on('error', (error) => {
    process.stderr.write(
      `cannot listen on ${host}:${port}: ${error.message}; choose another port\n`,
    );
    process.exit(is('wrong-exit-code') ? 1 : 2);
  });
  server.listen(is('chooses-its-port') ? 0 : port, host, 1024, () => {
    const address = server.address();
    if (typeof address !== 'object' || address === null) return;
    process.stdout.write(`listening on ${host}:${address.port}\n`);
    if (is('chatty-stdout')) process.stdout.write('press ctrl-C to stop\n');
  });

  /** The grace period expired. One mutant keeps reading what its clients send. */
  const end = (): void => {
    if (!is('lingers-for-ever')) process.exit(0);
    for (const [socket, connection] of held) if (!connection.lingers) socket.destroy();
  };
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(signal === 'SIGINT' ? 130 : 143);
    stopping = true;
    const waits = is('takes-the-whole-grace') && held.size === 0;
    server.close(() => waits || process.exit(0));
    for (const socket of waiting) socket.destroy();
    for (const connection of held.values()) connection.stop();
    if (is('waits-for-every-call')) return;
    setTimeout(end, Math.max(0, shared.limits.graceMs - EXIT_MARGIN_MS));
  };
  process.on('SIGTERM', stop);
  if (!is('dies-at-sigint')) process.on('SIGINT', stop);
}

function readFlags(): Record<string, string | boolean | undefined> {
  const text = { type: 'string' } as const;
  const options = {
    ...Object.fromEntries(Object.keys(LIMIT_FLAGS).map((name) => [name, text])),
    host: text,
    port: text,
    mutant: text,
    quiet: { type: 'boolean' },
    'test-methods': { type: 'boolean' },
    help: { type: 'boolean' },
  } as const;
  try {
    const { values } = parseArgs({ options, strict: !is('takes-any-flag') });
    if (values['help'] !== true) return values;
  } catch (error) {
    refuseToStart((error as Error).message.split('\n', 1)[0] ?? '');
  }
  (is('prints-help-as-an-error') ? process.stderr : process.stdout).write(HELP);
  process.exit(0);
}

function readLimits(flags: Record<string, string | boolean | undefined>): Limits {
  const given = Object.entries(LIMIT_FLAGS).flatMap(([flag, name]) => {
    const value = flags[flag];
    return value === undefined ? [] : [[name, integer(flag, value, 2 ** 31)]];
  });
  return { ...DEFAULT_LIMITS, ...(Object.fromEntries(given) as Partial<Limits>) };
}

function integer(flag: string, value: string | boolean, max: number): number {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : NaN;
  if (number <= max) return number;
  if (is('takes-any-value')) return 0;
  return refuseToStart(`--${flag} takes an integer from 0 to ${max}, got ${String(value)}`);
}

function refuseToStart(why: string): never {
  process.stderr.write(`reference-server: ${why}; see --help\n`);
  process.exit(2);
}

main();
