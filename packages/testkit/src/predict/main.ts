// The process that asks a chapter's predictions: `main.ts FILE [ID] [--json] [--list]`.
// It is a separate process, so that ctrl-C ends it and everything that its experiments
// started (packages/course/src/commands/predict.ts).

import { Asker, columns, type Outcome } from './ask';
import { stripMarks, wrapText } from './plain-text';
import { formatHint, type Prediction } from './prediction';

async function main(): Promise<void> {
  const [file = '', ...rest] = process.argv.slice(2);
  const flags = rest.filter((word) => word.startsWith('--'));
  const [id] = rest.filter((word) => !word.startsWith('--'));
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the path is known only now
  const { predictions } = require(file) as { readonly predictions: readonly Prediction[] };
  const asked = predictions.filter((each) => id === undefined || each.id === id);
  if (flags.includes('--list')) return list(asked);
  const json = flags.includes('--json');
  const outcomes: Outcome[] = [];
  const asker = new Asker((text) => void (json || process.stdout.write(text)));
  for (const prediction of asked) {
    const nth = predictions.indexOf(prediction) + 1;
    outcomes.push(await asker.ask(prediction, `${nth} of ${predictions.length}`));
  }
  if (json) {
    const all = outcomes.map((outcome, nth) => ({ question: asked[nth]?.question, ...outcome }));
    process.stdout.write(`${JSON.stringify(all, null, 2)}\n`);
  } else process.stdout.write('\n');
  const here = asked.filter(({ needs }) => needs === undefined || needs === process.platform);
  const measured = outcomes.filter(({ came }) => came !== undefined);
  if (measured.length < here.length) process.exitCode = 1;
}

function list(predictions: readonly Prediction[]): void {
  for (const prediction of predictions) {
    const { id, question } = prediction;
    const text = `${stripMarks(question)} (${formatHint(prediction)})`;
    const lines = wrapText(text, columns() - 4).map((line) => `    ${line}\n`);
    process.stdout.write(`  ${id}\n${lines.join('')}`);
  }
}

// `predict 8 | head -3` closes our output early. The experiments end with this process.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

void main();
