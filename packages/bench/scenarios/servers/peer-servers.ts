// What the servers of the course are compared with.

import { join } from 'node:path';
import { succeeds } from '@bytes-up/testkit';
import { BASELINE, ROOT, type ServerContender } from './contender';
import { compileC } from './load/compile';
import { echoed, grpc, jsonFrames, jsonRpc, msgpackRpc, respPing, rest } from './wires';

const PEERS = join(__dirname, 'peers');

function peer(file: string): readonly string[] {
  return [process.execPath, '-r', join(ROOT, 'tools/ts.cjs'), join(PEERS, file)];
}

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
    name: 'c-echo',
    summary: 'epoll in C, every chunk sent back',
    group: 'bound',
    protocol: 'json frames',
    servedBy: 'one process',
    isDefault: false,
    command: () => [compiledEcho() ?? 'c-echo'],
    wire: echoed,
    missing: () => (compiledEcho() === undefined ? 'needs a C compiler' : undefined),
  },
  {
    name: 'http2-echo',
    summary: 'node:http2, every message sent back with the trailers of gRPC',
    group: 'bound',
    protocol: 'gRPC',
    servedBy: 'one process',
    isDefault: false,
    command: () => peer('http2-echo.ts'),
    wire: grpc,
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
  {
    name: 'fastify',
    summary: 'POST with JSON on fastify',
    group: 'library',
    protocol: 'HTTP',
    servedBy: 'one process',
    isDefault: false,
    command: () => peer('fastify.ts'),
    wire: rest,
  },
  {
    name: 'jayson',
    summary: 'jayson, a library for JSON-RPC, over TCP',
    group: 'library',
    protocol: 'JSON lines',
    servedBy: 'one process',
    isDefault: false,
    command: () => peer('jayson.ts'),
    wire: jsonRpc,
  },
  {
    name: 'msgpack5rpc',
    summary: 'msgpack5rpc, a library for MessagePack-RPC',
    group: 'library',
    protocol: 'msgpack-rpc',
    servedBy: 'one process',
    isDefault: false,
    command: () => peer('../../client-peer-msgpack5rpc.ts'),
    wire: msgpackRpc,
  },
  {
    name: 'redis-server',
    summary: "Redis' PING in C",
    group: 'bound',
    protocol: 'RESP',
    servedBy: 'one process',
    isDefault: false,
    command: () => peer('redis.ts'),
    wire: respPing,
    missing: () => (succeeds(['redis-server', '--version']) ? undefined : 'needs redis-server'),
  },
];

function compiledEcho(): string | undefined {
  return compileC('echo', [join(PEERS, 'echo.c')]);
}
