// `npm start -- zookeeper --port 2181`: the embedded server as a command, or the real
// one, or several real ones that are one. It prints one line when it serves, and SIGTERM
// stops it.

import { constants } from 'node:os';
import { parseArgs } from 'node:util';
import { RealEnsemble } from './real/real-ensemble';
import { whyNotReal } from './real/real-node';
import { RealZooKeeper } from './real/real-zookeeper';
import { EmbeddedZooKeeper } from './server/server';

const HELP = `usage: zookeeper [--host HOST] [--port PORT] [--real [--nodes N]]

A ZooKeeper for learning and for tests: it keeps everything in memory, and forgets it when it stops.

  --host HOST   where to listen; default 127.0.0.1
  --port PORT   default 2181; 0 takes a free one
  --real        the real server, if Java and its jars are here; it forgets too, for its folder goes with it
  --nodes N     so many real ones that are one, on free ports of 127.0.0.1: 3 or 5;
                it says which process leads, which one ends, and which one leads then
  --help        this text
`;

interface Flags {
  readonly host: string;
  readonly port: number;
  readonly real: boolean;
  /** Members of an ensemble; 1 for none. */
  readonly nodes: number;
}

async function main(): Promise<void> {
  const flags = readFlags(process.argv.slice(2));
  if (flags === undefined) return;
  const missing = flags.real ? whyNotReal() : undefined;
  if (missing !== undefined) return mistake(`the real ZooKeeper cannot run: ${missing}`);
  const server = serverFor(flags);
  // A group's ctrl-C ends the real one too; whoever asks twice does not want to wait.
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
    mistake(
      `cannot listen on ${server.address}: ${(error as Error).message}; choose another --port`,
    );
    return;
  }
  process.stdout.write(`listening on ${server.address}\n`);
  if (server instanceof EmbeddedZooKeeper) return;
  await server.watch((line) => process.stderr.write(`${line}\n`));
  if (stopping) return;
  process.exitCode = 1; // every process of it has ended
  await server.remove(); // their folder
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

/** Undefined when there is nothing to start: help was asked for, or a flag is wrong. */
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
      mistake(`--port takes a number from 0 to 65535, got ${values.port.slice(0, 20)}`);
    else if (!['1', '3', '5'].includes(nodes))
      mistake(`--nodes takes 1, 3 or 5, got ${nodes.slice(0, 20)}`);
    else if (nodes !== '1' && !real) mistake('--nodes is for the real one: --real');
    else if (real && host !== '127.0.0.1') mistake('the real one listens on 127.0.0.1 only');
    else return { host, port, real, nodes: Number(nodes) };
  } catch (error) {
    mistake((error as Error).message.split('\n', 1)[0] ?? '');
  }
  return undefined;
}

function mistake(what: string): void {
  process.stderr.write(`zookeeper: ${what}; --help shows how\n`);
  process.exitCode = 2;
}

void main();
