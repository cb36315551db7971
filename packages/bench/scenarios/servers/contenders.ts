// The servers that are compared: how each is started, what it speaks, and what it cannot
// do.

import { join } from 'node:path';
import type { ContenderInfo } from '../../src';
import { echoed, grpc, jsonFrames, respPing, rest, thriftFramed } from './wires';
import type { Wire } from './wire';
import type { Workload } from './workloads';

export interface ServerContender extends ContenderInfo {
  /** In the three minutes of the plain `bench`. */
  readonly isDefault: boolean;
  /** The command that starts it, without `--port 0`. */
  readonly command: (workload: Workload) => readonly string[];
  /** Undefined if its protocol cannot say that. */
  readonly wire: (workload: Workload) => Wire | undefined;
  /** Why this workload is not for it; undefined if it is. */
  readonly unfit?: (workload: Workload) => string | undefined;
}

/** Speeds are relative to it. */
export const BASELINE = 'naive';

const ROOT = join(__dirname, '../../../..');
const PEERS = join(__dirname, 'peers');

/** @param root of the checkout whose server it is */
function server(root: string, folder: string, ...flags: readonly string[]): readonly string[] {
  const main = join(root, 'packages', folder, 'src/main.ts');
  return [process.execPath, '-r', join(root, 'tools/ts.cjs'), main, '--quiet', ...flags];
}

function peer(file: string): readonly string[] {
  return [process.execPath, '-r', join(ROOT, 'tools/ts.cjs'), join(PEERS, file)];
}

type Own = Pick<ServerContender, 'name' | 'summary' | 'servedBy'> & Partial<ServerContender>;

/** A server of the course that speaks its protocol. */
function model(
  root: string,
  folder: string,
  own: Own,
  flags: (workload: Workload) => readonly string[] = () => [],
): ServerContender {
  return {
    group: 'model',
    chapter: folder.slice(0, 2),
    protocol: 'json frames',
    isDefault: true,
    command: (workload) => server(root, folder, ...flags(workload)),
    wire: jsonFrames,
    ...own,
  };
}

/** The servers of the course, from a checkout. */
export function courseServers(root: string = ROOT): readonly ServerContender[] {
  return [
    model(root, '08-single-thread-sync', {
      name: '08',
      summary: 'one thread, blocking calls',
      servedBy: 'one thread, one client at a time',
      unfit: ({ kind, connections }) =>
        kind !== 'visits' && connections > 1
          ? 'serves one client at a time; the others would wait until it leaves'
          : undefined,
    }),
    model(root, '09-thread-per-connection', {
      name: '09',
      summary: 'a thread for each connection, blocking calls',
      servedBy: 'a thread per connection',
      unfit: upTo(300),
    }),
    model(root, '10-process-per-connection', {
      name: '10',
      summary: 'a process for each connection, blocking calls',
      servedBy: 'a process per connection',
      unfit: upTo(300),
    }),
    model(
      root,
      '11-prefork-sync',
      {
        name: '11',
        summary: 'processes forked in advance, as many as there are connections',
        servedBy: 'a process per connection, forked in advance',
        unfit: upTo(300),
      },
      ({ connections }) => ['--workers', String(connections)],
    ),
    model(root, '12-single-process-async', {
      name: '12-net',
      summary: 'one process on node:net',
      servedBy: 'one process',
    }),
    model(
      root,
      '12-single-process-async',
      {
        name: '12-epoll',
        summary: 'one process on epoll by hand',
        servedBy: 'one process',
        isDefault: false,
      },
      () => ['--engine', 'epoll'],
    ),
    model(
      root,
      '13-prefork-async',
      { name: '13', summary: 'an event loop in each of two processes', servedBy: '2 processes' },
      () => ['--workers', '2'],
    ),
    model(
      root,
      '14-descriptor-passing',
      {
        name: '14',
        summary: 'connections handed to two processes, sendmsg',
        servedBy: '2 processes and one that accepts',
      },
      () => ['--workers', '2'],
    ),
    model(root, '18-grpc', {
      name: '18-library',
      summary: 'gRPC, grpc-js',
      group: 'framework',
      protocol: 'gRPC',
      servedBy: 'one process',
      wire: grpc,
    }),
    model(
      root,
      '18-grpc',
      {
        name: '18-by-hand',
        summary: 'gRPC by hand on node:http2',
        group: 'framework',
        protocol: 'gRPC',
        servedBy: 'one process',
        isDefault: false,
        wire: grpc,
      },
      () => ['--engine', 'by-hand'],
    ),
    model(
      root,
      '19-thrift',
      {
        name: '19-library',
        summary: 'Thrift, binary protocol in frames',
        group: 'framework',
        protocol: 'Thrift',
        servedBy: 'one process',
        wire: thriftFramed,
      },
      () => ['--transport', 'framed'],
    ),
    model(
      root,
      '19-thrift',
      {
        name: '19-by-hand',
        summary: 'Thrift by hand, binary protocol in frames',
        group: 'framework',
        protocol: 'Thrift',
        servedBy: 'one process',
        isDefault: false,
        wire: thriftFramed,
      },
      () => ['--transport', 'framed', '--engine', 'by-hand'],
    ),
    model(root, '04-resp', {
      name: '04-resp',
      summary: "chapter 04's front end, Redis' PING",
      group: 'library',
      protocol: 'RESP',
      servedBy: 'one process',
      isDefault: false,
      wire: respPing,
    }),
  ];
}

/** Everything that a server of the course is compared with. */
export const PEER_SERVERS: readonly ServerContender[] = [
  {
    name: BASELINE,
    summary: 'node:net, what one writes first: Buffer.concat, one write for each answer',
    group: 'bound',
    protocol: 'json frames',
    servedBy: 'one process',
    isDefault: true,
    command: () => peer('naive.ts'),
    wire: jsonFrames,
  },
  {
    name: 'raw-echo',
    summary: 'node:net, every chunk sent back: no frames, no JSON',
    group: 'bound',
    protocol: 'json frames',
    servedBy: 'one process',
    isDefault: true,
    command: () => peer('raw-echo.ts'),
    wire: echoed,
  },
  {
    name: 'rest',
    summary: 'POST with JSON on node:http',
    group: 'library',
    protocol: 'HTTP',
    servedBy: 'one process',
    isDefault: true,
    command: () => peer('rest.ts'),
    wire: rest,
  },
];

/** Models with a thread or process for each connection stop accepting at a bound. */
function upTo(maxConnections: number) {
  return ({ connections }: Workload): string | undefined =>
    connections > maxConnections ? `takes ${maxConnections} connections by default` : undefined;
}
