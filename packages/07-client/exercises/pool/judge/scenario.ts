// A case as a script: what callers do, and what each of them gets.

import type { JudgedCase } from '@bytes-up/testkit';
import { Driver, type Exports, type Setting } from './driver';

export const TWO: Setting = { max: 2 };
export const ONE: Setting = { max: 1 };

export function scenario(
  section: string,
  title: string,
  setting: Setting,
  steps: (pool: Driver) => Promise<void>,
): JudgedCase<Exports> {
  return { title, section, run: async (exports) => steps(await Driver.begin(exports, setting)) };
}
