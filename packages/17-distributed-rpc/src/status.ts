// `npm start -- status --zookeeper 127.0.0.1:2181`: the servers in the registry, and
// whether each one answers.

import { parseArgs } from 'node:util';
import { onTimeoutOrAbort } from '@bytes-up/client';
import {
  DEFAULT_SERVICE,
  keyOf,
  parseConnectString,
  parseServiceName,
  unmarked,
  ZooKeeper,
  ZooKeeperError,
} from '@bytes-up/discovery';
import { lookAtServers, type SeenServer } from './look-at-servers';
import { drawTable } from './table';

const HELP = `usage: status [--zookeeper HOST:PORT[,HOST:PORT][/CHROOT]] [--root PATH] [--name NAME]

Shows the servers of a service as the registry has them, and asks each whether it answers.

  --zookeeper   the registry; default what BYTES_UP_ZOOKEEPER says, or 127.0.0.1:2181
  --root        the node of the service; default ${DEFAULT_SERVICE.root}
  --name        what a server's node is called; default ${DEFAULT_SERVICE.name}
  --help        this text

Ends with 0 when a server answers, with 1 when none does, with 2 when the registry cannot be asked.
`;

/** Milliseconds. */
const REGISTRY_WITHIN_MS = 5_000;
const SAY_SO_AFTER_MS = 1_000;

interface Flags {
  readonly zookeeper: string;
  readonly root: string;
  readonly name: string;
}

async function main(): Promise<void> {
  const flags = readFlags(process.argv.slice(2));
  if (flags === undefined) return;
  const zookeeper = new ZooKeeper(flags.zookeeper, { sessionTimeoutMs: REGISTRY_WITHIN_MS });
  try {
    await connected(zookeeper);
    const seen = await lookAtServers(zookeeper, flags);
    show(flags, seen);
    process.exitCode = seen.some(({ isWell }) => isWell) ? 0 : 1;
  } catch (error) {
    mistake(error instanceof ZooKeeperError ? error.message : String(error));
  } finally {
    await zookeeper.close();
  }
}

function connected(zookeeper: ZooKeeper): Promise<void> {
  return new Promise((resolve, reject) => {
    const notice = setTimeout(() => {
      process.stderr.write(
        `status: no answer yet, waiting up to ${REGISTRY_WITHIN_MS / 1_000} s\n`,
      );
    }, SAY_SO_AFTER_MS);
    const release = onTimeoutOrAbort({ timeoutMs: REGISTRY_WITHIN_MS }, 'connection', () => {
      const why = zookeeper.trouble === undefined ? '' : ` (${zookeeper.trouble})`;
      const what = `no answer from the registry${why}`;
      reject(new ZooKeeperError('CONNECTION_LOSS', 'connect', what));
    });
    zookeeper.once('connected', () => {
      release();
      clearTimeout(notice);
      resolve();
    });
  });
}

function show({ zookeeper, root }: Flags, seen: readonly SeenServer[]): void {
  const count = seen.length === 1 ? '1 server' : `${seen.length} servers`;
  console.log(`${root} at ${zookeeper}: ${count}`);
  if (seen.length === 0) return;
  const rows = seen.map(({ node, entry, answers }) => [
    unmarked(node.slice(root.length + 1)),
    entry === undefined ? '-' : keyOf(entry),
    String(entry?.weight ?? '-'),
    entry?.version ?? '-',
    answers,
  ]);
  console.log(`\n${drawTable(['node', 'address', 'weight', 'version', 'answers'], rows)}`);
}

/** Undefined when there is nothing to do: for --help, or for an invalid flag. */
function readFlags(args: readonly string[]): Flags | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        zookeeper: {
          type: 'string',
          default: process.env['BYTES_UP_ZOOKEEPER'] ?? '127.0.0.1:2181',
        },
        root: { type: 'string', default: DEFAULT_SERVICE.root },
        name: { type: 'string', default: DEFAULT_SERVICE.name },
        help: { type: 'boolean', default: false },
      },
    });
    parseConnectString(values.zookeeper);
    if (!values.help) return { zookeeper: values.zookeeper, ...parseServiceName(values) };
    process.stdout.write(HELP);
  } catch (error) {
    mistake(`${(error as Error).message.split('\n', 1)[0] ?? ''}; --help shows how`);
  }
  return undefined;
}

function mistake(what: string): void {
  process.stderr.write(`status: ${what}\n`);
  process.exitCode = 2;
}

void main().then(() => process.exit()); // some connections may still be closing
