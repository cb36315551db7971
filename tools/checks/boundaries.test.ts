import { checkBoundaries } from './boundaries';
import { madeUpRepo } from './repo';

const PACKAGES: Readonly<Record<string, string>> = {
  protocol: 'protocol',
  'byte-queue': 'byte-queue',
  posix: 'posix',
  'server-kit': 'server-kit',
  conformance: 'conformance',
  testkit: 'testkit',
  bench: 'bench',
  course: 'course',
  'embedded-zookeeper': 'embedded-zookeeper',
  '03-codec': 'codec',
  '12-single-process-async': 'single-process-async',
  '15-discovery': 'discovery',
};

/**
 * A repository in which every package declares and references every other, and one file
 * has one line.
 */
function problemsOf(file: string, line: string, files: Record<string, string> = {}): string[] {
  const all: Record<string, string> = {};
  for (const [folder, name] of Object.entries(PACKAGES)) {
    const dependencies = Object.values(PACKAGES).map((other) => [`@bytes-up/${other}`, '0.1.0']);
    const references = Object.keys(PACKAGES).map((other) => ({ path: `../${other}` }));
    all[`packages/${folder}/package.json`] = JSON.stringify({
      name: `@bytes-up/${name}`,
      dependencies: Object.fromEntries(dependencies) as object,
    });
    all[`packages/${folder}/tsconfig.json`] = JSON.stringify({ references });
  }
  return checkBoundaries(madeUpRepo({ ...all, ...files, [file]: `\n${line}\n` }));
}

test.each([
  ['packages/12-single-process-async/src/a.ts', 'codec'],
  ['packages/12-single-process-async/src/a.ts', 'protocol'],
  ['packages/12-single-process-async/src/a.ts', 'posix'],
  ['packages/12-single-process-async/src/a.ts', 'byte-queue'],
  ['packages/embedded-zookeeper/src/a.ts', 'byte-queue'],
  ['packages/12-single-process-async/src/a.ts', 'server-kit'],
  ['packages/12-single-process-async/src/a.test.ts', 'conformance'],
  ['packages/12-single-process-async/src/a.soak.ts', 'conformance'],
  ['packages/12-single-process-async/src/testing/a.ts', 'conformance'],
  ['packages/12-single-process-async/src/demo.ts', 'bench'],
  ['packages/15-discovery/src/a.ts', 'embedded-zookeeper'],
  ['packages/testkit/src/a.ts', 'protocol'],
  ['packages/testkit/src/a.ts', 'posix'],
  ['packages/conformance/src/a.ts', 'protocol'],
  ['packages/conformance/src/a.ts', 'testkit'],
  ['packages/03-codec/src/a.test.ts', 'testkit'],
  ['packages/03-codec/exercises/a/judge.ts', 'testkit'],
  ['packages/03-codec/exercises/a/solution.ts', 'codec'],
  ['packages/conformance/src/a.ts', 'protocol/package.json'],
  ['packages/12-single-process-async/src/a.ts', 'codec/browser'],
  ['packages/server-kit/src/a.ts', 'codec'],
  ['packages/server-kit/src/a.test.ts', 'testkit'],
  ['packages/embedded-zookeeper/src/a.test.ts', 'testkit'],
  ['packages/course/src/a.ts', 'conformance'],
  ['packages/bench/src/a.ts', 'single-process-async'],
])('%s may import %s', (file, name) => {
  expect(problemsOf(file, `import '@bytes-up/${name}';`)).toEqual([]);
});

test.each([
  [
    'packages/03-codec/src/a.ts',
    'single-process-async',
    '03-codec may not import 12-single-process-async',
  ],
  [
    'packages/12-single-process-async/src/a.ts',
    'conformance',
    '12-single-process-async may not import conformance',
  ],
  [
    'packages/12-single-process-async/src/main.ts',
    'bench',
    '12-single-process-async may not import bench',
  ],
  [
    'packages/12-single-process-async/src/a.ts',
    'course',
    '12-single-process-async may not import course',
  ],
  [
    'packages/12-single-process-async/src/a.test.ts',
    'course',
    '12-single-process-async may not import course',
  ],
  [
    'packages/12-single-process-async/src/a.ts',
    'embedded-zookeeper',
    '12-single-process-async may not import embedded-zookeeper',
  ],
  ['packages/protocol/src/a.ts', 'posix', 'protocol may not import posix'],
  ['packages/byte-queue/src/a.ts', 'protocol', 'byte-queue may not import protocol'],
  ['packages/embedded-zookeeper/src/a.ts', 'codec', 'embedded-zookeeper may not import 03-codec'],
  ['packages/posix/src/a.test.ts', 'protocol', 'posix may not import protocol'],
  ['packages/conformance/src/a.ts', 'codec', 'conformance may not import 03-codec'],
  ['packages/testkit/src/a.ts', 'codec', 'testkit may not import 03-codec'],
  ['packages/testkit/src/a.ts', 'conformance', 'testkit may not import conformance'],
  ['packages/server-kit/src/a.ts', 'discovery', 'server-kit may not import 15-discovery'],
  ['packages/server-kit/src/a.ts', 'testkit', 'server-kit may not import testkit'],
  ['packages/embedded-zookeeper/src/a.ts', 'testkit', 'embedded-zookeeper may not import testkit'],
  [
    'packages/03-codec/src/a.ts',
    'codec',
    '@bytes-up/codec imports itself by name: use a relative path',
  ],
  [
    'packages/03-codec/exercises/a/judge.ts',
    'codec',
    '@bytes-up/codec imports itself by name: use a relative path',
  ],
  ['packages/03-codec/src/a.ts', 'nothing', 'no package @bytes-up/nothing'],
  [
    'packages/03-codec/src/a.ts',
    'protocol/src/json',
    '@bytes-up/protocol/src/json reaches inside @bytes-up/protocol: import the package itself',
  ],
])('%s may not import %s', (file, name, what) => {
  const line = `export type { X } from '@bytes-up/${name}';`;
  expect(problemsOf(file, line)).toEqual([`${file}:2: ${what}`]);
});

test.each([
  '../../protocol/src/json',
  '../../../docs/x.json',
  '../../03-codec-more/src/a',
  '/etc/passwd.json',
])('%s leaves the package', (specifier) => {
  const file = 'packages/03-codec/src/a.ts';
  expect(problemsOf(file, `const x = require('${specifier}');`)).toEqual([
    `${file}:2: ${specifier} leaves the package: import other packages by their names`,
  ]);
});

test('relative paths inside the package and third-party packages are allowed', () => {
  const lines = "import '../model.json'; import './b'; import 'node:net'; import 'commander';";
  expect(problemsOf('packages/03-codec/src/a.ts', lines)).toEqual([]);
});

test('an import must be declared in package.json', () => {
  const file = 'packages/03-codec/src/a.ts';
  const files = { 'packages/03-codec/package.json': '{"name": "@bytes-up/codec"}' };
  expect(problemsOf(file, "import '@bytes-up/protocol';", files)).toEqual([
    `${file}:2: @bytes-up/protocol is not in packages/03-codec/package.json`,
  ]);
});

test('an import must be referenced by the nearest tsconfig.json', () => {
  const file = 'packages/bench/scenarios/a.ts';
  const line = "import '@bytes-up/codec';";
  const nested = 'packages/bench/scenarios/tsconfig.json';
  expect(
    problemsOf(file, line, { [nested]: '{"references": [{"path": "../../03-codec"}]}' }),
  ).toEqual([]);
  expect(problemsOf(file, line, { [nested]: '{ /* none */ }' })).toEqual([
    `${file}:2: 03-codec is not referenced by ${nested}`,
  ]);
});
