// A progress line that counts the cases while they run. Only on a terminal.

import type { Result } from '../run/result';
import { colors } from './colors';

export interface Progress {
  readonly onResult: (result: Result) => void;
  /** Removes the line. */
  readonly end: () => void;
}

/**
 * @param total how many cases there are.
 * @param wanted false when a program reads the output.
 */
export function progress(total: number, wanted: boolean): Progress {
  const { stderr } = process;
  if (!wanted || !stderr.isTTY) return { onResult: () => undefined, end: () => undefined };
  let done = 0;
  let bad = 0;
  return {
    onResult: ({ case: one, verdict }) => {
      done++;
      if (verdict === 'fail') bad++;
      const failed = bad === 0 ? '' : colors.red(` ${bad} failed`);
      stderr.write(`\r\x1b[K${done}/${total}${failed} ${colors.dim(one.id)}`);
    },
    end: () => void stderr.write('\r\x1b[K'),
  };
}
