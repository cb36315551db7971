// What each package may import. The course is read in order: a chapter builds on earlier
// chapters and the support packages, never on later ones, and only through a package's
// name.

import path from 'node:path';
import ts from 'typescript';
import { importsOf } from './imports';
import type { Repo } from './repo';

const SCOPE = '@bytes-up/';

/** Support packages that every chapter may use. */
const FOR_CHAPTERS = ['protocol', 'byte-queue', 'posix', 'server-kit'];
/** What a chapter's tests and demos may also import. */
const FOR_TESTS_AND_DEMOS = ['conformance', 'testkit', 'bench'];

/**
 * Which of our packages each support package may import, by folder. `*` is everything.
 */
const SUPPORT: Readonly<Record<string, readonly string[]>> = {
  protocol: [],
  'byte-queue': [],
  posix: [],
  'server-kit': ['protocol', 'posix', '03-codec'],
  testkit: ['protocol', 'posix'],
  conformance: ['protocol', 'testkit'],
  'embedded-zookeeper': ['protocol', 'byte-queue', 'posix'],
  bench: ['*'],
  course: ['*'],
};

/** Support packages whose tests start processes with testkit. */
const TESTED_WITH_TESTKIT = ['server-kit', 'embedded-zookeeper'];

/** Every violation of the rules, as `file:line: what is wrong`. */
export function checkBoundaries(repo: Repo): string[] {
  const folders = folderOfEachPackage(repo);
  return repo
    .find(/^packages\/[^/]+\/.*\.(?:ts|mts|cts)$/)
    .flatMap((file) =>
      importsOf(repo.read(file) ?? '').flatMap(({ specifier, line }) =>
        problemsOf(file, specifier, folders, repo).map((what) => `${file}:${line}: ${what}`),
      ),
    );
}

function problemsOf(
  file: string,
  specifier: string,
  folders: ReadonlyMap<string, string>,
  repo: Repo,
): string[] {
  const [, from = ''] = file.split('/');
  if (specifier.startsWith('.') || specifier.startsWith('/')) {
    const target = path.posix.join(path.posix.dirname(file), specifier);
    if (specifier.startsWith('.') && target.startsWith(`packages/${from}/`)) return [];
    return [`${specifier} leaves the package: import other packages by their names`];
  }
  if (!specifier.startsWith(SCOPE)) return [];
  const name = specifier.split('/').slice(0, 2).join('/');
  const to = folders.get(name);
  // Also public: the package's manifest, which shows where its folder is, and its entry
  // for browsers.
  const isPublic = [name, `${name}/package.json`, `${name}/browser`].includes(specifier);
  if (!isPublic) {
    return [`${specifier} reaches inside ${name}: import the package itself`];
  }
  if (to === undefined) return [`no package ${name}`];
  if (to === from) {
    // In my/, where these files belong, the chapter's package is another one.
    if (isLearners(file)) return [];
    return [`${name} imports itself by name: use a relative path`];
  }
  const problems: string[] = [];
  if (!mayImport(from, to, isTestOrDemo(file))) problems.push(`${from} may not import ${to}`);
  if (!isDeclared(from, name, repo))
    problems.push(`${name} is not in packages/${from}/package.json`);
  if (!isReferenced(file, to, repo))
    problems.push(`${to} is not referenced by ${tsconfigOf(file, repo)}`);
  return problems;
}

function mayImport(from: string, to: string, testOrDemo: boolean): boolean {
  const chapter = chapterNumber(from);
  if (chapter === undefined) {
    const allowed = SUPPORT[from] ?? [];
    return allowed.includes('*') || allowed.includes(to) || isTestkitOf(from, to, testOrDemo);
  }
  const target = chapterNumber(to);
  if (target !== undefined) return target < chapter;
  if (FOR_CHAPTERS.includes(to)) return true;
  if (to === 'embedded-zookeeper') return chapter >= 15 && chapter <= 17;
  return testOrDemo && FOR_TESTS_AND_DEMOS.includes(to);
}

function isTestkitOf(from: string, to: string, testOrDemo: boolean): boolean {
  return testOrDemo && to === 'testkit' && TESTED_WITH_TESTKIT.includes(from);
}

export function isTestOrDemo(file: string): boolean {
  return /\.(?:test|soak)\.ts$|\/testing\/|\/demo(?:\.ts$|\/)|\/exercises\//.test(file);
}

/** The files that an exercise puts into the learner's folder. */
function isLearners(file: string): boolean {
  return /\/exercises\/[^/]+\/(?:start|solution)\.ts$/.test(file);
}

function chapterNumber(folder: string): number | undefined {
  const [, digits] = /^(\d\d)-/.exec(folder) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** By the package's name: `@bytes-up/codec` is in `03-codec`. */
export function folderOfEachPackage(repo: Repo): ReadonlyMap<string, string> {
  return new Map(
    repo.find(/^packages\/[^/]+\/package\.json$/).map((file) => {
      const { name } = JSON.parse(repo.read(file) ?? '{}') as { name: string };
      return [name, file.split('/')[1] ?? ''];
    }),
  );
}

function isDeclared(from: string, name: string, repo: Repo): boolean {
  const manifest = JSON.parse(repo.read(`packages/${from}/package.json`) ?? '{}') as {
    dependencies?: object;
    devDependencies?: object;
  };
  return name in { ...manifest.dependencies, ...manifest.devDependencies };
}

/** The tsconfig.json that a source file belongs to: the nearest one above it. */
function tsconfigOf(file: string, repo: Repo): string {
  for (let folder = path.posix.dirname(file); folder !== '.'; folder = path.posix.dirname(folder)) {
    if (repo.exists(`${folder}/tsconfig.json`)) return `${folder}/tsconfig.json`;
  }
  return 'tsconfig.json';
}

function isReferenced(file: string, to: string, repo: Repo): boolean {
  const tsconfig = tsconfigOf(file, repo);
  const { config } = ts.parseConfigFileTextToJson(tsconfig, repo.read(tsconfig) ?? '{}') as {
    config?: { references?: { path: string }[] };
  };
  const folder = path.posix.dirname(tsconfig);
  return (config?.references ?? []).some(
    (reference) => path.posix.join(folder, reference.path) === `packages/${to}`,
  );
}
