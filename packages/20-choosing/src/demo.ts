// The demo of chapter 20: measures the seven models, gRPC, Thrift and REST on this
// machine, and turns the figures into verdicts and decisions by the rules of
// decision/decide.ts.

import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { UsageError } from '@bytes-up/protocol';
import { askBefore, type Measured } from '@bytes-up/testkit';
import {
  choose,
  NEEDS,
  RULES_IN_WORDS,
  SITUATIONS,
  verdictOf,
  type Figures,
} from './decision/decide';
import { BASELINE, contenders } from './demo/contenders';
import { HOW, readFigures } from './demo/from-bench';
import { measureAll } from './demo/measure';
import { predictions } from './demo/predictions';
import { leaveOne, loseZone, pickTwo, retryWithoutBudget } from './demo/simulated';
import { drawTable } from './plots/draw-table';

const CORES = availableParallelism();
const NAMED = 4;
/** Back to the first column, and erase to the end of the line (ECMA-48, EL). */
const ERASE_LINE = '\r\u001b[K';
const ask = askBefore(predictions);

const HELP = `usage: demo 20 [--results FILE]

Measures the servers of the course, turns the figures into decisions, and simulates four
things that happen past one machine. With --results it takes the figures from a file that
this has written:

  ${HOW}
`;

async function main(): Promise<void> {
  try {
    const { help, results } = readFlags();
    if (help === true) return void process.stdout.write(HELP);
    show(results === undefined ? await measureHere() : readFigures(results));
    await simulateAll();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`demo 20: ${error.message}\n`);
    process.exitCode = 2;
  }
}

/** @throws UsageError */
function readFlags() {
  try {
    return parseArgs({
      options: {
        results: { type: 'string' },
        predict: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message.split('\n', 1)[0] ?? '');
  }
}

/** @throws UsageError on a system other than Linux */
async function measureHere(): Promise<Figures[]> {
  if (process.platform !== 'linux') {
    throw new UsageError('needs Linux, for the system calls of the seven models');
  }
  const figures = await measureAll(contenders(), BASELINE, progress);
  progress('');
  return figures;
}

function show(figures: readonly Figures[]): void {
  console.log(drawTable(figureTable(figures)));
  console.log(`\n${drawTable(verdictTable(figures))}\n`);
  for (const need of NEEDS) console.log(`  ${need.padEnd(14)}${RULES_IN_WORDS[need]}`);
  console.log('\nWhat follows\n');
  for (const { name, needs } of SITUATIONS) {
    const names = choose(figures, needs, CORES).map((one) => one.name.split(' ')[0]);
    const chosen = names.slice(0, NAMED).join(', ');
    console.log(`  ${name.padEnd(44)}${chosen === '' ? 'none of these' : chosen}`);
  }
}

/** What the predictions are about, step by step. */
async function simulateAll(): Promise<void> {
  console.log('\nPast one machine, simulated; npm start -- simulate shows more\n');
  await ask('two-choices');
  showSimulated('Twenty servers with a load of 90 %', pickTwo());
  await ask('no-budget');
  showSimulated(
    'A service is slow from second 11 to 13, retries have no budget',
    retryWithoutBudget(),
  );
  await ask('one-leaves');
  showSimulated('One server of a thousand leaves the registry', await leaveOne());
  await ask('zone');
  showSimulated('One zone of three is lost at a load of 75 %', loseZone());
}

function showSimulated(what: string, { shown }: Measured): void {
  console.log(`  ${what}`);
  for (const line of shown) console.log(`    ${line}`);
}

function figureTable(figures: readonly Figures[]) {
  return {
    title: `Figures, with speeds relative to chapter 12; ${CORES} cores`,
    columns: ['', 'speed', 'visits', 'served', 'delayed', 'parallel', 'kB a client'],
    rows: figures.map((one) => [
      one.name,
      one.speed.toFixed(2),
      one.visits.toFixed(2),
      percent(one.served),
      percent(one.delayed),
      one.parallel.toFixed(1),
      one.kbPerConnection === undefined ? '-' : one.kbPerConnection.toFixed(0),
    ]),
  };
}

function verdictTable(figures: readonly Figures[]) {
  return {
    title: 'Verdicts, by the rules below',
    columns: ['', ...NEEDS],
    rows: figures.map((one) => [one.name, ...NEEDS.map((need) => verdictOf(need, one, CORES))]),
  };
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(ERASE_LINE + text);
}

void main();
