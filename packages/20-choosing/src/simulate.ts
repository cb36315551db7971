// `npm start -- simulate retry-storm`: the experiments of chapter 20. They run in
// simulated time, so a minute of traffic takes a second, and the same seed gives the same
// figures.

import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { UsageError } from '@bytes-up/protocol';
import { EXPERIMENTS } from './experiments/catalogue';
import type { Experiment, Finding } from './experiments/finding';
import { asText } from './plots/as-text';
import { svgPlots } from './plots/svg-plot';

const HELP = `usage: simulate [experiment] [--seed N] [--full] [--json] [--svg FILE]

Simulates many servers and clients with the course's own policies, retry budgets and health.
Without an experiment, all of them run:

${EXPERIMENTS.map(({ name, about }) => `  ${name.padEnd(13)} ${about}`).join('\n')}

  --seed N      the random numbers; the same seed gives the same figures. Default 1
  --full        more requests, for smoother tails; takes a minute or two
  --json        the figures as JSON
  --svg FILE    writes the plots as one SVG picture
  --help        this text
`;

/** Back to the first column, and erase to the end of the line (ECMA-48, EL). */
const ERASE_LINE = '\r\u001b[K';

interface Flags {
  readonly experiments: readonly Experiment[];
  readonly seed: number;
  readonly full: boolean;
  readonly json: boolean;
  readonly svg: string | undefined;
}

async function main(): Promise<void> {
  try {
    const flags = readFlags(process.argv.slice(2));
    if (flags !== undefined) await simulate(flags);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.exitCode;
  }
}

/** Nothing handles SIGINT, so ctrl-C ends the process at once, in mid-calculation. */
async function simulate({ experiments, seed, full, json, svg }: Flags): Promise<void> {
  const findings: Finding[] = [];
  for (const experiment of experiments) {
    const finding = await experiment.run({ seed, full, onProgress: progressOf(experiment.name) });
    clearProgress();
    findings.push(finding);
    if (!json) process.stdout.write(`${asText(finding)}\n`);
  }
  if (json) process.stdout.write(`${JSON.stringify(findings, undefined, 2)}\n`);
  if (svg !== undefined) writePicture(svg, findings);
}

/** @throws UsageError when the file cannot be written */
function writePicture(file: string, findings: readonly Finding[]): void {
  try {
    writeFileSync(file, svgPlots(findings.flatMap(({ plots }) => plots)));
  } catch (error) {
    throw new UsageError(`--svg ${file}: ${(error as Error).message}`);
  }
}

function progressOf(name: string): (done: number, parts: number) => void {
  if (!process.stderr.isTTY) return () => undefined;
  return (done, parts) => process.stderr.write(`${ERASE_LINE}${name} ${done + 1}/${parts}`);
}

function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write(ERASE_LINE);
}

/**
 * @returns undefined after --help
 * @throws UsageError
 */
function readFlags(argv: string[]): Flags | undefined {
  const { values, positionals } = parsed(argv);
  if (values.help === true) {
    process.stdout.write(HELP);
    return undefined;
  }
  const [name, ...more] = positionals;
  const experiments = EXPERIMENTS.filter((one) => name === undefined || one.name === name);
  if (experiments.length === 0 || more.length > 0) {
    const known = EXPERIMENTS.map((one) => one.name).join(', ');
    const given = positionals.join(' ').slice(0, 40);
    throw new UsageError(`simulate "${given}": expected one experiment of ${known}`);
  }
  const { seed = '1', full = false, json = false, svg } = values;
  if (!/^\d{1,15}$/.test(seed)) {
    throw new UsageError(`--seed ${seed.slice(0, 40)}: expected a number of up to 15 digits`);
  }
  return { experiments, seed: Number(seed), full, json, svg };
}

function parsed(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        seed: { type: 'string' },
        full: { type: 'boolean' },
        json: { type: 'boolean' },
        svg: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    // what follows is Node's advice for a positional argument with a dash
    const [line = ''] = (error as Error).message.split(/\n|\. To specify/);
    throw new UsageError(`simulate: ${line}; simulate --help shows the flags`);
  }
}

void main();
