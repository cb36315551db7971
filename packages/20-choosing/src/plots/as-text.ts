// A finding as the terminal shows it (chapter 20).

import type { Finding } from '../experiments/finding';
import { drawTable } from './draw-table';
import { textPlot } from './text-plot';

export function asText({ experiment, seed, tables, plots, says }: Finding): string {
  const parts = [
    `${experiment}, seed ${seed}`,
    ...tables.map(drawTable),
    ...plots.map(textPlot),
    says.join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}
