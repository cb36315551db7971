import { PAGE, problemsOf } from './made-up-page';
import { checkTerms } from './terms';

const files = { 'docs/glossary.md': '# Glossary\n\n## Servers\n\n### event loop\n\n### pool\n' };
const check = (page: string, file = PAGE): string[] =>
  problemsOf(checkTerms, page, { file, files });

const LOOP = '[event loop](../glossary.md#event-loop)';
const POOL = '[Pools](../glossary.md#pool)';

test.each([
  ['the first use is a link', `An ${LOOP} turns. The event loop turns again.`],
  ['in a table or a list', `| a |\n| - |\n| ${LOOP} |\n\n- an event loop`],
  ['no link in a heading or in code', `# Event loop\n\n\`event loop\`, and an ${LOOP}`],
  ['another name', 'An EVENT LOOP, an event looper, a sub-event loop.'],
  ['a word that may mean something else', 'A pool of water.'],
  ['where it is a term it is linked', `${POOL} lend connections. A pool has a bound.`],
])('%s', (_, page) => {
  expect(check(page)).toEqual([]);
});

test.each([
  ['Text.\n\nTwo event loops turn.', 3, 'event loop', 'Two event loops turn.'],
  [`**Event loop**: see ${LOOP}.`, 1, 'event loop', 'Event loop'],
  [`A pool lends. ${POOL} lend.`, 1, 'pool', 'A pool lends.'],
  [`[An event loop](x.md) and an event loop`, 1, 'event loop', 'and an event loop'],
])('%j is not linked at its first use', (page, line, term, text) => {
  const link = `../glossary.md#${term.replace(' ', '-')}`;
  expect(check(page)).toEqual([
    `${PAGE}:${line}: first use of "${term}" in "${text}": link it to ${link}`,
  ]);
});

test('the rule applies only to a chapter’s page', () => {
  expect(check('An event loop.', 'docs/faq.md')).toEqual([]);
});
