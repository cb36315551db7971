import { madeUpRepo } from './repo';
import { checkTestingAndDemo } from './testing-and-demo';

const SRC = 'packages/03-codec/src';

function problemsOf(file: string, specifier: string): string[] {
  return checkTestingAndDemo(madeUpRepo({ [file]: `\nimport { x } from '${specifier}';\n` }));
}

test.each([
  [`${SRC}/a.test.ts`, './testing/subject'],
  [`${SRC}/a.soak.ts`, './testing/subject'],
  [`${SRC}/frame/a.test.ts`, '../testing/subject'],
  [`${SRC}/testing/a.ts`, './subject'],
  [`${SRC}/testing/a.ts`, '../frame-decoder'],
  [`${SRC}/demo.ts`, './demo/sizes'],
  [`${SRC}/demo/sizes.test.ts`, './sizes'],
  [`${SRC}/demo.test.ts`, './testing/subject'],
  [`${SRC}/a.ts`, './demography'],
  [`${SRC}/testing/a.ts`, '../democracy'],
])('%s may import %s', (file, specifier) => {
  expect(problemsOf(file, specifier)).toEqual([]);
});

test.each([
  [`${SRC}/a.ts`, './testing/subject'],
  [`${SRC}/index.ts`, './testing/copied-bytes'],
  [`${SRC}/main.ts`, './testing/context'],
  [`${SRC}/demo.ts`, './testing/context'],
  [`${SRC}/demo/sizes.ts`, '../testing/context'],
  ['packages/bench/scenarios/a.ts', '../src/testing/fake-clock'],
])('%s may not import %s, which is for tests', (file, specifier) => {
  expect(problemsOf(file, specifier)).toEqual([
    `${file}:2: ${specifier} is for tests: only tests and testing/ may import it`,
  ]);
});

test.each([['../demo/sizes'], ['../demo'], ['../demo.ts']])(
  'testing/ may not import %s, which belongs to the demo',
  (specifier) => {
    const file = `${SRC}/testing/a.ts`;
    expect(problemsOf(file, specifier)).toEqual([
      `${file}:2: ${specifier} belongs to the demo: testing/ may not import it`,
    ]);
  },
);
