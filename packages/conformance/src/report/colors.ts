// picocolors alone also colours under CI.

import { wantsColor } from '@bytes-up/testkit';
import { createColors } from 'picocolors';

export const colors = createColors(wantsColor(process.stdout));
