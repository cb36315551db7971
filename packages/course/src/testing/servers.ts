// Every server command of the course, with each of its engines: for tables of tests.

import { join } from 'node:path';
import { typescriptCommand } from '@bytes-up/testkit';

const PACKAGES = join(__dirname, '../../..');
/**
 * A registry that does not exist: a server starts without it and keeps trying.
 */
const NO_REGISTRY = ['--zookeeper', '127.0.0.1:1', '--advertise', '127.0.0.1'];

/** A server command. */
export interface ServerRow {
  /** Its chapter and engine: `12 epoll`. */
  readonly name: string;
  /** The program and its first arguments. */
  readonly command: readonly string[];
  /** It speaks the protocol of the course. */
  readonly speaks: boolean;
}

function row(
  name: string,
  folder: string,
  flags: readonly string[] = [],
  speaks = true,
): ServerRow {
  const main = join(PACKAGES, folder, 'src/main.ts');
  return { name, command: [...typescriptCommand(main), ...flags], speaks };
}

/** The servers of chapters 08 to 14. */
export const MODELS: readonly ServerRow[] = [
  row('08', '08-single-thread-sync'),
  row('09 thread', '09-thread-per-connection'),
  row('09 pool', '09-thread-per-connection', ['--engine', 'pool']),
  row('10', '10-process-per-connection'),
  row('11', '11-prefork-sync'),
  row('12 net', '12-single-process-async'),
  row('12 epoll', '12-single-process-async', ['--engine', 'epoll']),
  row('13 fork', '13-prefork-async'),
  row('13 cluster', '13-prefork-async', ['--engine', 'cluster']),
  row('14 sendmsg', '14-descriptor-passing'),
  row('14 node', '14-descriptor-passing', ['--engine', 'node']),
];

export const SERVERS: readonly ServerRow[] = [
  row('04', '04-resp', [], false),
  ...MODELS,
  row('15', '15-discovery', NO_REGISTRY),
  row('17', '17-distributed-rpc', NO_REGISTRY),
  row('18 library', '18-grpc', [], false),
  row('18 by-hand', '18-grpc', ['--engine', 'by-hand'], false),
  row('19 library', '19-thrift', [], false),
  row('19 by-hand', '19-thrift', ['--engine', 'by-hand'], false),
  row('zookeeper', 'embedded-zookeeper', [], false),
];
