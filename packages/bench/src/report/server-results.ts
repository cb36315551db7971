// The result of `npm run bench` as plain data: what the JSON file holds, and what the
// table, the plots, the page and chapter 20 are made from. Absolute figures are valid for
// one machine at one moment; only the ratios, which are paired by round, can be compared.

import type { Goal } from './goal';
import type { Machine } from './machine';
import type { Spread } from './statistics';

export interface ServerResults {
  /** Changes when a reader of the file must change. */
  readonly format: 1;
  readonly mode: 'quick' | 'normal' | 'full';
  readonly seed: number;
  readonly machine: Machine;
  readonly conditions: Conditions;
  readonly load: LoadGenerator;
  readonly contenders: readonly ContenderInfo[];
  readonly workloads: readonly WorkloadInfo[];
  /** One for each contender and workload, in the order of both lists. */
  readonly cells: readonly ServerCell[];
  readonly goals: readonly Goal[];
  /** In the results of `bench growth`. */
  readonly growth?: readonly GrowthCurve[];
}

/** How busy the machine was with other work. */
export interface Conditions {
  /** Load averages of 1, 5 and 15 minutes, before anything was started. */
  readonly loadBefore: readonly number[];
  readonly loadAfter: readonly number[];
  /**
   * Whether the machine had other work: the load of one minute, before, was over a
   * quarter of the cores.
   */
  readonly isBusy: boolean;
  readonly elapsedMs: number;
}

export interface LoadGenerator {
  /** `c` was compiled here; `posix` is JavaScript on the course's own system calls. */
  readonly kind: 'c' | 'posix';
  /** Of its core. A round in which it takes more is invalid. */
  readonly maxShare: number;
}

export type ContenderGroup =
  /** One of the seven models, and their variants. */
  | 'model'
  /** gRPC and Thrift. */
  | 'framework'
  /** REST, and other libraries that call methods. */
  | 'library'
  /** What bounds the others: servers that do nothing but move bytes, or the naive one. */
  | 'bound';

export interface ContenderInfo {
  /** Short and stable: `12-net`. */
  readonly name: string;
  /** One line for a table's legend. */
  readonly summary: string;
  readonly group: ContenderGroup;
  /** `12`, for a server of the course. */
  readonly chapter?: string;
  readonly protocol:
    'json frames' | 'gRPC' | 'Thrift' | 'HTTP' | 'msgpack-rpc' | 'RESP' | 'JSON lines';
  /** Processes or threads: `one process`, `2 processes`, `a thread per connection`. */
  readonly servedBy: string;
}

export type WorkloadKind =
  /** Each connection keeps a fixed number of calls in flight. */
  | 'closed loop'
  /** Many connections are open, and a few of them call at a time. */
  | 'mostly idle'
  /** Each call has a connection of its own. */
  | 'visits'
  /** One connection makes slow calls, and the others fast ones, whose latency counts. */
  | 'slow among fast';

export interface WorkloadInfo {
  /** Short and stable: `50x16` is 50 connections with 16 calls in flight on each. */
  readonly name: string;
  readonly summary: string;
  readonly kind: WorkloadKind;
  readonly connections: number;
  readonly inFlight: number;
  /** `ping` echoes a text, `pi` computes. */
  readonly method: 'ping' | 'pi';
  /** Bytes of the text of `ping`. */
  readonly textBytes: number;
  /** Calls a second of the open loop in which latency was measured; absent for none. */
  readonly openLoopPerSecond?: number;
}

/** One contender under one workload. */
export interface ServerCell {
  readonly contender: string;
  readonly workload: string;
  /** Why it was not run, or not to its end. Then everything below is empty or null. */
  readonly notRun?: string;
  /** It did not start, answered wrongly or ended: `notRun` says how. */
  readonly hasFailed?: true;
  /** Why the figures must not be used, though they were measured. */
  readonly invalid?: string;
  readonly rounds: readonly ServerRound[];
  readonly callsPerSecond: Spread | null;
  /** Its calls a second divided by the baseline's, paired by round. */
  readonly speed: Spread | null;
  /** Processor time of all of the server's processes, in µs a call. */
  readonly cpuMicros: { readonly user: number; readonly system: number } | null;
  readonly systemCalls: SystemCalls;
  /** What each open connection adds, shared pages counted once (PSS), in bytes. */
  readonly memoryPerConnectionBytes: number | null;
  /** Without connections, shared pages counted once (PSS), in bytes. */
  readonly memoryBytes: number | null;
  readonly latency: Latency | null;
}

/** Entry r of every contender was measured in round r. */
export interface ServerRound {
  readonly calls: number;
  readonly ms: number;
  /** Share of one core that the load generator took. */
  readonly loadShare: number;
  readonly serverUserMs: number;
  readonly serverSystemMs: number;
}

export type SystemCalls =
  { readonly perCall: number; readonly measuredWith: string } | { readonly notMeasured: string };

/**
 * Times from when a call was due to its answer, in ms. A call that could not be sent in
 * time, because the server was busy, counts from when it should have been sent.
 */
export interface Latency {
  readonly callsPerSecond: number;
  /** Answers in all rounds. */
  readonly calls: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  readonly maxMs: number;
}

/** Cost as the work grows. */
export interface GrowthCurve {
  /** What is plotted together, then the curve: `connections: 12-net`. */
  readonly name: string;
  /** What grows, with its unit: `open connections`, `messages in a chunk`. */
  readonly size: string;
  /** What is measured, with its unit: `µs a call`. */
  readonly cost: string;
  readonly points: readonly GrowthPoint[];
  /**
   * Of the line through the points, both axes logarithmic: 0 is a cost that does not
   * depend on the size, 1 is linear, 2 quadratic. Null for fewer than three points.
   */
  readonly slope: number | null;
  /** The steepest slope that is expected of it. */
  readonly maxSlope: number;
  /** Where the measurement ends, and why: a documented bound, or what failed. */
  readonly end: string;
}

export interface GrowthPoint {
  readonly size: number;
  /** The least of the rounds: other work on the machine only adds to it. */
  readonly cost: number;
  readonly samples: number;
}
