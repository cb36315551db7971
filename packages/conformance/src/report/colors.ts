// Colours only where a person looks at a terminal, and never against NO_COLOR. (picocolors alone also colours under CI.)

import { createColors } from 'picocolors';

const wanted = process.stdout.isTTY === true && (process.env['NO_COLOR'] ?? '') === '';

export const colors = createColors(wanted);
