// The tests of a chapter's predictions: each experiment runs and measures what the
// explanation expects, the page shows the recorded results, and the demo asks all of
// them.

import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { withPredictions } from './page';
import { formatExpected, formatValue, isExpected, parseGuess, type Prediction } from './prediction';
import { readRecorded } from './recorded';

/**
 * Defines the tests.
 * @param folder the chapter's src/demo, where recorded.json is
 */
export function testPredictions(predictions: readonly Prediction[], folder: string): void {
  const recorded = readRecorded(join(folder, 'recorded.json'));
  const chapterFolder = join(folder, '../..');
  const chapter = basename(chapterFolder);
  const rows = predictions.map((each) => [each.id, each] as const);

  describe.each(rows)('prediction %s', (id, prediction) => {
    const { needs, answer, expected } = prediction;
    const here = needs === undefined || needs === process.platform ? test : test.skip;

    here('it measures what the explanation expects', async () => {
      const { value, shown } = await prediction.experiment();
      const came = { came: formatValue(prediction, value), shown };
      expect({ ...came, isExpected: isExpected(prediction, value) }).toEqual({
        ...came,
        isExpected: true,
      });
    });

    test('the result recorded for the page is expected, too', () => {
      const { value = '' } = recorded[id] ?? {};
      const came = formatValue(prediction, value);
      const isRight = isExpected(prediction, value);
      expect({ came, isRight, promised: formatExpected(prediction) }).toMatchObject({
        isRight: true,
      });
    });

    test('its answer can be guessed', () => {
      if ('choices' in answer) expect(answer.choices).toContain(expected);
      else if ('word' in answer) expect(parseGuess(prediction, String(expected))).toBe(expected);
      else expect(typeof expected).not.toBe('string');
    });
  });

  test('there are three to six predictions, all recorded, with different names', () => {
    const ids = predictions.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(3);
    expect(ids.length).toBeLessThanOrEqual(6);
    expect(Object.keys(recorded)).toEqual(ids);
  });

  test('the page is up to date: npm run pages writes it', () => {
    const page = readFileSync(join(chapterFolder, `../../docs/chapters/${chapter}.md`), 'utf8');
    expect(withPredictions(page, parseInt(chapter, 10), predictions, recorded)).toBe(page);
  });

  test('the demo asks each of them', () => {
    const demo = readFileSync(join(chapterFolder, 'src/demo.ts'), 'utf8');
    const asked = [...demo.matchAll(/\bask\('([^']+)'\)/g)].map(([, id]) => id);
    expect(asked.sort()).toEqual(predictions.map(({ id }) => id).sort());
  });
}
