// Three ways to call the same function: locally, with REST and with RPC. Records what
// crosses the wire, and measures what a call costs.

import type { AddressInfo, Server } from 'node:net';
import { estimatePi } from '@bytes-up/protocol';
import { Recorder } from './recorder';
import { createRestServer, RestClient } from './rest';
import { createRpcServer, RpcClient } from './rpc';

export const WAYS = ['local', 'REST', 'RPC'] as const;
export type Way = (typeof WAYS)[number];

const LOCAL_BATCH = 1_000;

/** Estimates π, in this process or in another one. */
export interface Caller {
  pi(terms: number): number | Promise<number>;
  close(): void;
}

/** What one call put on the wire, on an open connection. */
export interface OnTheWire {
  readonly result: number;
  readonly request: Buffer;
  readonly answer: Buffer;
}

/** Records one call. */
export async function record(way: Way, terms: number): Promise<OnTheWire> {
  const empty = Buffer.alloc(0);
  if (way === 'local') return { result: estimatePi(terms), request: empty, answer: empty };
  return withServer(way, async (port) => {
    const recorder = new Recorder(port);
    const caller = connectTo(way, await recorder.listen());
    try {
      await caller.pi(terms); // opens the connection
      recorder.take();
      const result = await caller.pi(terms);
      const { toServer, toClient } = recorder.take();
      return { result, request: toServer, answer: toClient };
    } finally {
      caller.close();
      await recorder.close();
    }
  });
}

/**
 * Measures calls one after the other, without a recorder.
 * @returns milliseconds per call
 */
export async function timeOf(way: Way, terms: number, durationMs: number): Promise<number> {
  if (way === 'local') return repeatLocally(terms, durationMs);
  return withServer(way, async (port) => {
    const caller = connectTo(way, port);
    try {
      await repeat(caller, terms, durationMs / 4); // warms up the compiler on both sides
      return await repeat(caller, terms, durationMs);
    } finally {
      caller.close();
    }
  });
}

async function repeat(caller: Caller, terms: number, durationMs: number): Promise<number> {
  const startedAtMs = performance.now();
  let calls = 0;
  let nowMs = startedAtMs;
  for (; nowMs < startedAtMs + durationMs; nowMs = performance.now()) {
    await caller.pi(terms);
    calls++;
  }
  return (nowMs - startedAtMs) / calls;
}

/** Reads the clock once per batch: reading it costs more than a local call. */
function repeatLocally(terms: number, durationMs: number): number {
  const startedAtMs = performance.now();
  let calls = 0;
  let nowMs = startedAtMs;
  for (; nowMs < startedAtMs + durationMs; nowMs = performance.now()) {
    for (let nth = 0; nth < LOCAL_BATCH; nth++) estimatePi(terms);
    calls += LOCAL_BATCH;
  }
  return (nowMs - startedAtMs) / calls;
}

export function connectTo(way: 'REST' | 'RPC', port: number): Caller {
  return way === 'REST' ? new RestClient(port) : new RpcClient(port);
}

export async function withServer<T>(
  way: 'REST' | 'RPC',
  use: (port: number) => Promise<T>,
): Promise<T> {
  const server = way === 'REST' ? createRestServer() : createRpcServer();
  try {
    return await use(await listen(server));
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

/** @returns the port on which it listens */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
