// The experiments, in the order of the page (chapter 20).

import type { Experiment } from './finding';
import { picks } from './picks';
import { queue } from './queue';
import { retryStorm } from './retry-storm';
import { watchStorm } from './watch-storm';
import { zoneLost } from './zone-lost';

export const EXPERIMENTS: readonly Experiment[] = [queue, picks, retryStorm, watchStorm, zoneLost];
