// The stages of the challenge: every case is in exactly one, each has a section on the
// page, and each mutant gets its diagnosis in the first stage that it fails.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allCases } from './cases';
import { diagnose } from './diagnosis';
import { casesOfStage, STAGES, stagesOf } from './stages';
import { mutantNames, readGolden } from './testing/golden';
import type { Mutant } from './testing/reference-server/mutants';

const PAGE = readFileSync(join(__dirname, '../../../docs/challenge.md'), 'utf8');
const cases = allCases();
/** Of the mutants whose diagnosis depends on the bytes that came. */
const STORIES: Partial<Record<Mutant, readonly string[]>> = {
  'big-endian': ['1.0 ms  #1  ← 90 bytes: 00 00 00 56 7B'],
  'calls-ping-by-default': [
    '1.0 ms  #1  ← 99 bytes: 5B 00 00 00 |[...{"out":"pong","result":null,"id":-5}|',
  ],
  greets: ['1.0 ms  #1  ← 7 bytes: 68 65 6C 6C 6F 0D 0A'],
};

test('every case belongs to exactly one stage', () => {
  const wrong = cases.filter((one) => stagesOf(one).length !== 1);
  expect(wrong.map(({ id }) => id)).toEqual([]);
});

test('every word of a stage names a case of it', () => {
  for (const stage of STAGES) {
    const ids = casesOfStage(stage, cases).map(({ id }) => id);
    for (const word of stage.words) {
      expect([word, ids.some((id) => id === word || id.startsWith(`${word}/`))]).toEqual([
        word,
        true,
      ]);
    }
  }
});

test('the page has a section for each stage, with its clauses and cases', () => {
  const sections = PAGE.split(/^## /m).slice(1);
  const wanted = STAGES.map(({ number, title }) => `Stage ${number}: ${title}`);
  expect(sections.map((section) => section.split('\n')[0])).toEqual(wanted);
  STAGES.forEach(({ words }, index) => {
    for (const word of words) expect(sections[index]).toContain(`\`${word}\``);
  });
});

test.each(mutantNames)('%s gets its diagnosis in the first stage that it fails', (mutant) => {
  const failed = [...readGolden(mutant).matchAll(/^fail {2}(\S+) /gm)].map(([, id]) => id);
  const first = STAGES.map((stage) =>
    casesOfStage(stage, cases).filter(({ id }) => failed.includes(id)),
  ).find((own) => own.length > 0);
  const story = STORIES[mutant] ?? [];
  const seen = (first ?? []).map(({ id }) => ({ id, story }));
  expect(diagnose(seen)?.mistake).toBe(mutant);
});
