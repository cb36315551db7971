// The machine and the date of a measurement. A time means nothing without them.

import { availableParallelism, cpus } from 'node:os';

export interface Machine {
  readonly cpu: string;
  /** Cores that this process may use. */
  readonly cores: number;
  readonly node: string;
  /** For instance `linux x64`. */
  readonly platform: string;
  /** ISO 8601, UTC. */
  readonly date: string;
}

export function describeMachine(date: Date = new Date()): Machine {
  return {
    cpu: cpus()[0]?.model.trim() || 'unknown CPU',
    cores: availableParallelism(),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    date: date.toISOString(),
  };
}

/** One line: `Xeon …, 2 cores, node v20.20.2, linux x64, 2025-01-31 12:00 UTC`. */
export function machineLine(machine: Machine): string {
  const cores = machine.cores === 1 ? '1 core' : `${machine.cores} cores`;
  const date = `${machine.date.slice(0, 16).replace('T', ' ')} UTC`;
  return [machine.cpu, cores, `node ${machine.node}`, machine.platform, date].join(', ');
}
