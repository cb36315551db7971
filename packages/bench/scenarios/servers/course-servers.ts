// The servers of the course.

import { join } from 'node:path';
import { ROOT, type ServerContender } from './contender';
import { grpc, jsonFrames, respPing, thriftFramed } from './wires';
import type { Workload } from './workloads';

/** @param root of the checkout whose server it is */
function server(root: string, folder: string, ...flags: readonly string[]): readonly string[] {
  const main = join(root, 'packages', folder, 'src/main.ts');
  return [process.execPath, '-r', join(root, 'tools/ts.cjs'), main, '--quiet', ...flags];
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
    model(
      root,
      '09-thread-per-connection',
      {
        name: '09-pool',
        summary: 'threads started in advance, as many as there are connections',
        servedBy: 'a thread per connection, started in advance',
        isDefault: false,
        unfit: upTo(50),
      },
      (workload) => ['--engine', 'pool', '--workers', String(clientsOf(workload))],
    ),
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
      (workload) => ['--workers', String(clientsOf(workload))],
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
      '13-prefork-async',
      {
        name: '13-cluster',
        summary: "two processes of Node's cluster",
        servedBy: '2 processes',
        isDefault: false,
      },
      () => ['--workers', '2', '--engine', 'cluster'],
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
    model(
      root,
      '14-descriptor-passing',
      {
        name: '14-node',
        summary: 'connections handed to two processes over Node’s channel',
        servedBy: '2 processes and one that accepts',
        isDefault: false,
      },
      () => ['--workers', '2', '--engine', 'node'],
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

/** Clients that are connected at a time. */
function clientsOf({ kind, connections, idle = 0 }: Workload): number {
  return connections + idle + (kind === 'slow among fast' ? 1 : 0);
}

/** Models with a thread or process for each connection stop accepting at a bound. */
function upTo(maxConnections: number) {
  return ({ connections }: Workload): string | undefined =>
    connections > maxConnections ? `takes ${maxConnections} connections by default` : undefined;
}
