// Predictions on a chapter's page: each one before its heading, between two marks, the
// question first and then a fold with the recorded run. `npm run pages` writes them, and
// the test of the chapter's predictions checks that the page is up to date.

import { formatValue, letterOf, type Prediction } from './prediction';
import type { Recorded } from './recorded';

const BLOCK = /^<!-- predict \S+ -->\n[^]*?\n<!-- \/predict -->\n\n/gm;

/**
 * The page with its predictions brought up to date.
 * @param chapter the chapter's number
 * @throws Error when the page does not have a heading
 */
export function withPredictions(
  page: string,
  chapter: number,
  predictions: readonly Prediction[],
  recorded: Recorded,
): string {
  let text = page.replaceAll(BLOCK, '');
  const headings = new Set(predictions.map(({ before }) => before));
  for (const heading of headings) {
    const blocks = predictions
      .filter(({ before }) => before === heading)
      .map((each) => blockOf(chapter, each, recorded));
    const line = text
      .split('\n')
      .find((each) => /^##+ /.test(each) && each.replace(/^#+ /, '') === heading);
    if (line === undefined)
      throw new Error(`no heading "${heading}" on the page of chapter ${chapter}`);
    text = text.replace(`\n${line}\n`, () => `\n${blocks.join('')}${line}\n`);
  }
  return text;
}

function blockOf(chapter: number, prediction: Prediction, recorded: Recorded): string {
  const { id, question, answer, explanation } = prediction;
  const { value = '', shown = [] } = recorded[id] ?? {};
  const guess =
    'choices' in answer
      ? answer.choices.map((choice, nth) => `- ${letterOf(nth)}) ${choice}`).join('\n')
      : `Your guess: ……… ${'unit' in answer ? answer.unit : ''}`.trim();
  const parts = [
    `<!-- predict ${id} -->`,
    `**Predict.** ${question}`,
    guess,
    `::: details Then look: npm start -- predict ${chapter} ${id}`,
    ['```text', ...shown, '```'].join('\n'),
    `**${capital(formatValue(prediction, value))}.** ${explanation}`,
    ':::',
    '<!-- /predict -->',
  ];
  return `${parts.join('\n\n')}\n\n`;
}

function capital(text: string): string {
  return text.replace(/^[a-z]/, (letter) => letter.toUpperCase());
}
