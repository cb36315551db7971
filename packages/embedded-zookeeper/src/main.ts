// `npm start -- zookeeper --port 2181`: starts the embedded server, the real one, or an
// ensemble of real ones. It prints one line when it is ready, and SIGTERM stops it.

import { constants } from 'node:os';
import { parseArgs } from 'node:util';
import { RealEnsemble } from './real/real-ensemble';
import { whyNotReal } from './real/real-node';
import { RealZooKeeper } from './real/real-zookeeper';
import { EmbeddedZooKeeper } from './server/server';

const HELP = `usage: zookeeper [--host HOST] [--port PORT] [--real [--nodes N]]

A ZooKeeper for learning and for tests. It keeps its data in memory, and loses it when it stops.

  --host HOST   address to listen on; default 127.0.0.1
  --port PORT   port to listen on; default 2181; 0 picks a free one
  --real        start the real server, which needs Java and its jars; its data is deleted when it stops
  --nodes N     start an ensemble of 3 or 5 real servers, on free ports of 127.0.0.1;
                prints which process leads, which one ends, and which one leads then
  --help        show this help
`;

interface Flags {
  readonly host: string;
  readonly port: number;
  readonly real: boolean;
  /** Members of the ensemble; 1 is a single server. */
  readonly nodes: number;
}

async function main(): Promise<void> {
  const flags = readFlags(process.argv.slice(2));
  if (flags === undefined) return;
  const missing = flags.real ? whyNotReal() : undefined;
  if (missing !== undefined) return reportUsageError(`cannot start the real ZooKeeper: ${missing}`);
  const server = serverFor(flags);
  // Ctrl-C also reaches the real server, which is in the same process group. A second
  // signal exits at once.
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(128 + constants.signals[signal]);
    stopping = true;
    void server.remove().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop).on('SIGINT', stop).on('SIGHUP', stop);
  try {
    await server.start();
  } catch (error) {
    await server.remove();
    reportUsageError(
      `cannot listen on ${server.address}: ${(error as Error).message}; choose another --port`,
    );
    return;
  }
  process.stdout.write(`listening on ${server.address}\n`);
  if (server instanceof EmbeddedZooKeeper) return;
  await server.watch((line) => process.stderr.write(`${line}\n`));
  if (stopping) return;
  process.exitCode = 1; // every server process has ended
  await server.remove(); // deletes their folder
}

function serverFor({
  host,
  port,
  real,
  nodes,
}: Flags): EmbeddedZooKeeper | RealZooKeeper | RealEnsemble {
  if (!real) return new EmbeddedZooKeeper({ host, port });
  return nodes === 1 ? new RealZooKeeper({ port }) : new RealEnsemble(nodes);
}

/** @returns undefined after --help, and after a usage error */
function readFlags(args: readonly string[]): Flags | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        host: { type: 'string', default: '127.0.0.1' },
        port: { type: 'string', default: '2181' },
        real: { type: 'boolean', default: false },
        nodes: { type: 'string', default: '1' },
        help: { type: 'boolean', default: false },
      },
    });
    const { host, real, help, nodes } = values;
    const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : NaN;
    if (help) process.stdout.write(HELP);
    else if (!(port < 65_536))
      reportUsageError(
        `--port: expected a number from 0 to 65535, got ${values.port.slice(0, 20)}`,
      );
    else if (!['1', '3', '5'].includes(nodes))
      reportUsageError(`--nodes: expected 1, 3 or 5, got ${nodes.slice(0, 20)}`);
    else if (nodes !== '1' && !real) reportUsageError('--nodes needs --real');
    else if (real && host !== '127.0.0.1') reportUsageError('--real listens on 127.0.0.1 only');
    else return { host, port, real, nodes: Number(nodes) };
  } catch (error) {
    reportUsageError((error as Error).message.split('\n', 1)[0] ?? '');
  }
  return undefined;
}

function reportUsageError(what: string): void {
  process.stderr.write(`zookeeper: ${what} (see --help)\n`);
  process.exitCode = 2;
}

void main();
