// A server that is compared: how it is started, what it speaks, and what it cannot do.

import { join } from 'node:path';
import type { ContenderInfo } from '../../src';
import type { Call, WireOrReason } from './wires';
import type { Workload } from './workloads';

export interface ServerContender extends ContenderInfo {
  /** In the three minutes of the plain `bench`. */
  readonly isDefault: boolean;
  /** The command that starts it, without `--port 0`. */
  readonly command: (workload: Workload) => readonly string[];
  readonly wire: (call: Call) => WireOrReason;
  /** Why it cannot run here; undefined if it can. */
  readonly missing?: () => string | undefined;
  /** Why this workload is not for it; undefined if it is. */
  readonly unfit?: (workload: Workload) => string | undefined;
}

/** Speeds are relative to it. */
export const BASELINE = 'naive';

/** This checkout. */
export const ROOT = join(__dirname, '../../../..');
