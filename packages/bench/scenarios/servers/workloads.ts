// What is asked of the servers.

import type { WorkloadInfo } from '../../src';
import { KIB, MIB } from '../frame-streams';

export interface Workload extends WorkloadInfo {
  /** In the three minutes of the plain `bench`. */
  readonly isDefault: boolean;
  /** Connections that call at a time, or visitors. Default: all. */
  readonly active?: number;
  /** More connections, which call once and are then only open. Default: none. */
  readonly idle?: number;
}

type Some = Pick<Workload, 'name' | 'summary'> & Partial<Workload>;

function workload(own: Some): Workload {
  return {
    kind: 'closed loop',
    connections: 50,
    inFlight: 1,
    method: 'ping',
    textBytes: 12,
    isDefault: false,
    ...own,
  };
}

export const WORKLOADS: readonly Workload[] = [
  workload({
    name: '1x1',
    summary: '1 connection, one call at a time',
    connections: 1,
    openLoopPerSecond: 500,
    isDefault: true,
  }),
  workload({
    name: '50x1',
    summary: '50 connections, one call at a time on each',
    openLoopPerSecond: 2_000,
    isDefault: true,
  }),
  workload({
    name: '50x16',
    summary: '50 connections with 16 calls in flight on each',
    inFlight: 16,
    isDefault: true,
  }),
  workload({
    name: 'idle-1000',
    summary: '1,000 connections, of which 20 call at a time',
    kind: 'mostly idle',
    connections: 1_000,
    active: 20,
  }),
  workload({
    name: 'visits',
    summary: '8 clients that connect, call once, close, and begin again',
    kind: 'visits',
    connections: 8,
  }),
  workload({
    name: 'slow-among-fast',
    summary:
      'one client with calls of 10 ms of computing, 8 clients with pings: calls and CPU are per slow call, latency is that of the pings',
    kind: 'slow among fast',
    connections: 8,
    openLoopPerSecond: 400,
  }),
  workload({
    name: 'pi',
    summary: '4 clients whose calls compute for about a millisecond',
    connections: 4,
    method: 'pi',
  }),
  ...[
    { name: 'text-1k', size: '1 KiB', textBytes: KIB },
    { name: 'text-64k', size: '64 KiB', textBytes: 64 * KIB },
    { name: 'text-1m', size: '1 MiB', textBytes: MIB },
    // what is left of the largest frame, without the JSON around it
    { name: 'text-4m', size: 'almost 4 MiB', textBytes: 4 * MIB - 64 },
  ].map(({ name, size, textBytes }) =>
    workload({ name, summary: `4 connections, texts of ${size}`, connections: 4, textBytes }),
  ),
];
