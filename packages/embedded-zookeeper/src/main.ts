// `npm start -- zookeeper --port 2181`: the embedded server as a command. It prints one line when it serves, and SIGTERM stops it.

import { parseArgs } from 'node:util';
import { EmbeddedZooKeeper, type EmbeddedOptions } from './server';

const HELP = `usage: zookeeper [--host HOST] [--port PORT]

A ZooKeeper for learning and for tests: it keeps everything in memory, and forgets it when it stops.

  --host HOST   where to listen; default 127.0.0.1
  --port PORT   default 2181; 0 takes a free one
  --help        this text
`;

async function main(): Promise<void> {
  const options = readFlags(process.argv.slice(2));
  if (options === undefined) return;
  const server = new EmbeddedZooKeeper(options);
  try {
    await server.start();
  } catch (error) {
    mistake(
      `cannot listen on ${server.address}: ${(error as Error).message}; choose another --port`,
    );
    return;
  }
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(signal === 'SIGINT' ? 130 : 143); // asked twice: at once
    stopping = true;
    void server.stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
  process.stdout.write(`listening on ${server.address}\n`);
}

/** Undefined when there is nothing to start: help was asked for, or a flag is wrong. */
function readFlags(args: readonly string[]): EmbeddedOptions | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        host: { type: 'string', default: '127.0.0.1' },
        port: { type: 'string', default: '2181' },
        help: { type: 'boolean', default: false },
      },
    });
    const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : NaN;
    if (values.help) process.stdout.write(HELP);
    else if (port < 65_536) return { host: values.host, port };
    else mistake(`--port takes a number from 0 to 65535, got ${values.port.slice(0, 20)}`);
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
