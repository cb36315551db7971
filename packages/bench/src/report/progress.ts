// One line on a terminal that shows what is being measured. It is removed at the end. Any
// other stream gets no output.

import type { Progress } from '../compare/options';

/** What is needed of process.stderr. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface ProgressLine {
  /** For `onProgress` of a comparison. */
  show(progress: Progress): void;
  /** Removes the line. */
  clear(): void;
}

/** Back to the first column, and erase to the end of the line (ECMA-48, EL). */
const ERASE_LINE = '\r\u001b[K';

export function progressLine(stream: ProgressStream): ProgressLine {
  if (stream.isTTY !== true) return { show: () => undefined, clear: () => undefined };
  return {
    show({ phase, step, steps, contender, input }) {
      const text = `${phase} ${step}/${steps}  ${contender} on ${input}`;
      stream.write(ERASE_LINE + text.slice(0, (stream.columns ?? 80) - 1));
    },
    clear: () => void stream.write(ERASE_LINE),
  };
}
