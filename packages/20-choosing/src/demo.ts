// The demo of chapter 20: measures the seven models, gRPC, Thrift and REST on this
// machine, and turns the figures into verdicts and decisions by the rules of
// decision/decide.ts.

import { availableParallelism } from 'node:os';
import {
  choose,
  NEEDS,
  RULES_IN_WORDS,
  SITUATIONS,
  verdictOf,
  type Figures,
} from './decision/decide';
import { BASELINE, contenders } from './demo/contenders';
import { measureAll } from './demo/measure';
import { drawTable } from './plots/draw-table';

const CORES = availableParallelism();
const NAMED = 4;
/** Back to the first column, and erase to the end of the line (ECMA-48, EL). */
const ERASE_LINE = '\r\u001b[K';

async function main(): Promise<void> {
  if (process.platform !== 'linux') {
    process.stderr.write('demo 20: needs Linux, for the system calls of the seven models\n');
    process.exitCode = 2;
    return;
  }
  const figures = await measureAll(contenders(), BASELINE, progress);
  progress('');
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

function figureTable(figures: readonly Figures[]) {
  return {
    title: `Sixteen clients, ${CORES} cores; speeds relative to chapter 12`,
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
