// What is asked of the servers.

import type { WorkloadInfo } from '../../src';

export interface Workload extends WorkloadInfo {
  /** In the three minutes of the plain `bench`. */
  readonly isDefault: boolean;
  /** Connections that call at a time, or visitors. Default: all. */
  readonly active?: number;
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
];
