// Chapter 03's frame decoder against the obvious first attempts: a big frame in small
// chunks, where joining on every chunk is quadratic, and small frames in big chunks,
// where copying the remainder is.

import { compare, growthRatio, judge, timeRatio } from '../src';
import type { Contender, Report, RoundLimit } from '../src';
import {
  bareCopy,
  concatAndCopyRemainder,
  concatOnEveryChunk,
  frameDecoder,
  growingChunkList,
} from './frame-readers';
import type { FrameReader } from './frame-readers';
import { bigFrameInSmallChunks, MIB, smallFramesInBigChunks, streamBytes } from './frame-streams';
import type { Mode, Scenario, ScenarioOptions } from './scenario';

const BIG_FRAME_SIZES_MIB = [1, 4, 16] as const;
/** Fills almost five chunks of 64 KiB. */
const SMALL_FRAMES = 6_000;

const OURS = 'FrameDecoder';
const CONCAT = 'Buffer.concat on every chunk';
const BARE_COPY = 'bare copy';
const COPY_REMAINDER = 'concat, copy the remainder';

export const framing: Scenario = {
  name: 'framing',
  summary: 'one frame of 1, 4 and 16 MiB in 1 KiB chunks; small frames in 64 KiB chunks',
  async run(options) {
    const big = await compareBigFrames(options);
    const small = await compareSmallFrames(options);
    return { name: framing.name, reports: [big, small], goals: goals(big) };
  },
};

function compareBigFrames(options: ScenarioOptions): Promise<Report> {
  const { mode } = options;
  return compare({
    title: 'One frame in chunks of 1 KiB',
    baseline: CONCAT,
    contenders: [
      reader(OURS, frameDecoder(16 * MIB)),
      reader('growing chunk list', growingChunkList),
      reader(BARE_COPY, bareCopy()),
      { ...reader(CONCAT, concatOnEveryChunk), limit: (input) => concatLimit(mode, input) },
    ],
    inputs: BIG_FRAME_SIZES_MIB.map((size) => {
      const value = bigFrameInSmallChunks(size * MIB);
      return { name: mebibytes(size), value, bytes: streamBytes(value) };
    }),
    ...common(options),
    maxTotalMs: mode === 'full' ? 900_000 : 45_000,
  });
}

function compareSmallFrames(options: ScenarioOptions): Promise<Report> {
  const value = smallFramesInBigChunks(SMALL_FRAMES);
  const count = SMALL_FRAMES.toLocaleString('en-US');
  return compare({
    title: 'Small frames in chunks of 64 KiB',
    baseline: COPY_REMAINDER,
    contenders: [
      reader(OURS, frameDecoder(4 * MIB)),
      reader('concat, remainder as a view', concatOnEveryChunk),
      reader(COPY_REMAINDER, concatAndCopyRemainder),
    ],
    inputs: [{ name: `${count} frames of 49 bytes`, value, bytes: streamBytes(value) }],
    ...common(options),
    maxTotalMs: 15_000,
  });
}

function common({ mode, rounds, seed, onProgress }: ScenarioOptions) {
  const isQuick = mode === 'quick';
  return {
    rounds: rounds ?? (isQuick ? 3 : 25),
    minRoundMs: isQuick ? 10 : 50,
    seed,
    onProgress,
  };
}

/**
 * Joining on every chunk is quadratic: sixteen times the work for four times the bytes,
 * up to minutes.
 */
function concatLimit(mode: Mode, input: string): RoundLimit | undefined {
  if (input === mebibytes(16)) {
    if (mode === 'full') return { rounds: 1, because: 'quadratic, so measured once' };
    return { rounds: 0, because: 'quadratic, may take over a minute; --full runs it' };
  }
  if (input === mebibytes(4) && mode === 'quick') {
    return { rounds: 0, because: 'quadratic, may take seconds; left out by --quick' };
  }
  return undefined;
}

function goals(big: Report) {
  const [four, sixteen] = [mebibytes(4), mebibytes(16)];
  const ours = { input: four, contender: OURS };
  const concat = { input: four, contender: CONCAT };
  return [
    judge(
      `${OURS}, 4 MiB in 1 KiB chunks: times faster than ${CONCAT}`,
      { atLeast: 500 },
      timeRatio(big, concat, ours),
    ),
    // 4 MiB and their copy fit into a cache, 16 MiB do not.
    judge(
      `${OURS}: growth of the time from 4 MiB to 16 MiB, divided by that of a ${BARE_COPY}`,
      { atMost: 1.3 },
      growthRatio(big, { small: four, large: sixteen }, OURS, BARE_COPY),
    ),
  ];
}

function reader(name: string, run: FrameReader): Contender<readonly Buffer[], Buffer[]> {
  return { name, run };
}

function mebibytes(size: number): string {
  return `${size} MiB`;
}
