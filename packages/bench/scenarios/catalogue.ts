// Every scenario, in the order of the chapters. A new one is added here, and the command knows it.

import { eventLoops } from './event-loops';
import { framing } from './framing';
import { resp } from './resp';
import type { Scenario } from './scenario';

export const SCENARIOS: readonly Scenario[] = [framing, resp, eventLoops];
