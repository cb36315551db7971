// The stages of the challenge: every case is in exactly one, each has a section on the
// page, and each mutant gets its diagnosis in the first stage that it fails.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allCases } from './cases';
import { diagnose } from './diagnosis';
import { casesOfStage, STAGES, stagesOf } from './stages';
import { mutantNames, readGolden } from './testing/golden';

const PAGE = readFileSync(join(__dirname, '../../../docs/challenge.md'), 'utf8');
const cases = allCases();

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
  // A diagnosis that depends on the bytes: the answer of a big-endian server.
  const story = mutant === 'big-endian' ? ['1.0 ms  #1  ← 90 bytes: 00 00 00 56 7B'] : [];
  const seen = (first ?? []).map(({ id }) => ({ id, story }));
  expect(diagnose(seen)?.mistake).toBe(mutant);
});
