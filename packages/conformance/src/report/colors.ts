// Colours on a terminal only, and never with NO_COLOR. (picocolors alone also colours
// under CI.)

import { createColors } from 'picocolors';

const wanted = process.stdout.isTTY === true && (process.env['NO_COLOR'] ?? '') === '';

export const colors = createColors(wanted);
