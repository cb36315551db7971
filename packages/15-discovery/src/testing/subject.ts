// What the exercises of this chapter ask for. With BYTES_UP_SUBJECT = the path of a module, its exports are judged in place of ours.

import { subjectExports } from '@bytes-up/testkit';
import { Health } from '../balancing/health';
import { SmoothWeightedRoundRobin } from '../balancing/policies/smooth-weighted-round-robin';

export const subject = subjectExports({ Health, SmoothWeightedRoundRobin });
