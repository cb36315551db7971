import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..', '..');
const HOOK = join(ROOT, 'tools', 'ts.cjs');
const CACHE = join(ROOT, 'node_modules', '.cache', 'bytes-up-ts');

let folder: string;

beforeEach(() => {
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  folder = mkdtempSync(join(ROOT, '.cache', 'hook-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  for (const name of readdirSync(CACHE)) {
    if (name.startsWith(encodeURIComponent(relative(ROOT, folder)))) rmSync(join(CACHE, name));
  }
});

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

function run(
  name = 'main.ts',
  { flags = [], env = {} }: { flags?: readonly string[]; env?: NodeJS.ProcessEnv } = {},
): SpawnSyncReturns<string> {
  const options = {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '', ...env },
  } as const;
  return spawnSync(process.execPath, [...flags, '-r', HOOK, join(folder, name)], options);
}

/** The files of the pack that is kept for a program. */
function packed(program: string): string[] {
  const name = `${encodeURIComponent(relative(ROOT, join(folder, program)))}.json`;
  const { code } = JSON.parse(readFileSync(join(CACHE, name), 'utf8')) as { code: object };
  return Object.keys(code).map((file) => relative(folder, file));
}

test('a program runs from its pack as it ran from its files', () => {
  write('main.ts', `import { b } from './b';\nconsole.log(b, __filename.endsWith('main.ts'));`);
  write('b.ts', `export const b: string = __dirname.slice(-7);`);
  const first = run();
  expect(first).toMatchObject({ stdout: `${folder.slice(-7)} true\n`, stderr: '', status: 0 });
  expect(run()).toEqual({ ...first, pid: expect.any(Number) as number });
});

test('a changed file is compiled again, and a new file can take the place of another', () => {
  write('main.ts', `import { b } from './b';\nconsole.log(b);`);
  mkdirSync(join(folder, 'b'));
  write('b/index.ts', `export const b = 'index';`);
  expect(run().stdout).toBe('index\n');
  write('b/index.ts', `export const b = 'changed';`);
  expect(run().stdout).toBe('changed\n');
  write('b.ts', `export const b = 'a file before a folder';`);
  expect(run().stdout).toBe('a file before a folder\n');
});

test('a pack that came along with a copy of the repository is made again', () => {
  write('main.ts', `console.log('the copy');`);
  run();
  const kept = join(CACHE, `${encodeURIComponent(relative(ROOT, join(folder, 'main.ts')))}.json`);
  const original = readFileSync(kept, 'utf8').replace(join(folder, 'main.ts'), '/original/main.ts');
  writeFileSync(kept, original.replace('the copy', 'the original'));
  expect(run().stdout).toBe('the copy\n');
  expect(packed('main.ts')).toEqual(['main.ts']);
});

test('a file that is missing is an error at the line that needs it', () => {
  write('main.ts', `console.log('before');\nconst name = './none';\nrequire(name);`);
  const { stdout, stderr, status } = run();
  expect([stdout, status]).toEqual(['before\n', 1]);
  expect(stderr).toContain("Cannot find module './none'");
});

const THROWS = `interface Erased {\n  length: number;\n}\n\nexport function fail(x: Erased): void {\n  throw new Error(String(x.length));\n}\n`;

test.each(['when it is compiled', 'when it comes from the cache'])(
  'a stack shows the lines of the TypeScript file %s',
  (when) => {
    write('throws.ts', THROWS);
    write('main.ts', `import { fail } from './throws';\n\n\nfail('four');`);
    if (when.includes('cache')) run();
    const { stderr, status } = run();
    expect(status).toBe(1);
    expect(stderr).toMatch(/throws\.ts:6\n {2}throw new Error/);
    expect(stderr).toMatch(/at fail \(.*throws\.ts:6:9\)\n.*main\.ts:4:\d/);
  },
);

test('a file that does not compile is an error of the compiler, with its line', () => {
  write('main.ts', `export function {`);
  const { stderr, status } = run();
  expect(status).toBe(1);
  expect(stderr).toContain('Expected ident');
  expect(stderr).toMatch(/main\.ts:1/);
});

test('a worker thread has a pack of its own, and stacks in TypeScript lines', () => {
  write('throws.ts', THROWS);
  write('thread.ts', `import { fail } from './throws';\nfail('four');`);
  write(
    'main.ts',
    `import { Worker } from 'node:worker_threads';
     new Worker(__dirname + '/thread.ts').on('error', (error) => console.log(error.stack));`,
  );
  expect(run().stdout).toMatch(/^Error: 4\n+.*throws\.ts:6:9\)\n.*thread\.ts:2:\d/);
  expect(packed('thread.ts')).toEqual(['thread.ts', 'throws.ts']);
});

test('a file whose path is known only when it is required has a pack of its own', () => {
  write('late.ts', `import { b } from './b';\nexport const late = b;`);
  write('b.ts', `export const b = 'from the pack';`);
  write('main.ts', `const name = './late';\nconsole.log(require(name).late);`);
  for (let n = 0; n < 2; n++)
    expect(run()).toMatchObject({ stdout: 'from the pack\n', stderr: '' });
  expect(packed('main.ts')).toEqual(['main.ts']);
  expect(packed('late.ts')).toEqual(['late.ts', 'b.ts']);
  write('b.ts', `export const b = 'changed';`);
  expect(run().stdout).toBe('changed\n');
});

test('what is imported is a plain value, through an index too, and default imports work', () => {
  write('b.ts', `export function b() { return 'b'; }\nexport default 7;`);
  write('index.ts', `export * from './b';\nexport { default as seven } from './b';`);
  write(
    'main.ts',
    `import * as index from './index';
     import seven from './b';
     const { value } = Object.getOwnPropertyDescriptor(index, 'b') ?? {};
     console.log(value?.(), index.b === value, index.seven, seven);`,
  );
  expect(run()).toMatchObject({ stdout: 'b true 7 7\n', stderr: '' });
});

test('a module with many exports has fast properties, as V8 calls them', () => {
  const names = Array.from({ length: 50 }, (_, i) => `name${i}`);
  write('many.ts', names.map((name) => `export const ${name} = () => 1;`).join('\n'));
  write(
    'main.ts',
    `import { setFlagsFromString } from 'node:v8';
     import * as many from './many';
     setFlagsFromString('--allow-natives-syntax');
     console.log(new Function('o', 'return %HasFastProperties(o)')(many));`,
  );
  expect(run()).toMatchObject({ stdout: 'true\n', stderr: '' });
});

test('in a circle of imports each finds what the other has, when it calls', () => {
  write('a.ts', `export * from './b';\nexport const a = (): string => 'a';`);
  write('b.ts', `import { a } from './c';\nexport const b = (): string => 'b' + a();`);
  write('c.ts', `export * from './a';`);
  write('main.ts', `import { b } from './a';\nimport { a } from './c';\nconsole.log(b(), a());`);
  expect(run()).toMatchObject({ stdout: 'ba a\n', stderr: '' });
});

/** Prints the start of each source map that a debugger sees: `data:`, or nothing. */
const SESSION = `
  import { Session } from 'node:inspector';
  import { isMainThread } from 'node:worker_threads';
  const session = new Session();
  session.connect();
  session.on('Debugger.scriptParsed', ({ params }) => {
    if (params.url.endsWith('b.ts')) console.log(isMainThread, params.sourceMapURL?.slice(0, 5));
  });
  session.post('Debugger.enable');
`;

test.each([
  ['--inspect', 'data:', { flags: ['--inspect=127.0.0.1:0'] }],
  ['BYTES_UP_SOURCE_MAPS=1', 'data:', { env: { BYTES_UP_SOURCE_MAPS: '1' } }],
  ['neither', '', {}],
])('with %s source maps begin with %j for a debugger, in threads too', (_, map, how) => {
  write('session.ts', SESSION);
  write(
    'main.ts',
    `import { Worker, isMainThread } from 'node:worker_threads';
     import './session';
     import './b';
     if (isMainThread) new Worker(__filename);`,
  );
  write('b.ts', `interface Erased {}\nexport const b: string = 'b';`);
  run(); // from the pack, the second time
  expect(run('main.ts', how).stdout).toBe(`true ${map}\nfalse ${map}\n`);
});

// swc in a worker thread is unloaded with the thread, while it still has threads of its
// own: when the next one loaded it, together with koffi, the process died of SIGSEGV.
test('thread after thread may need something compiled', () => {
  write('a.ts', `console.log('a');`);
  write('b.ts', `require(${JSON.stringify(require.resolve('koffi'))});\nconsole.log('b');`);
  write('late.ts', `export const late = 'not in the pack';`);
  write('c.ts', `const name = './late';\nconsole.log(require(name).late);`);
  // JavaScript, so that the main thread needs no swc: its own would keep the library
  // loaded.
  write(
    'main.cjs',
    `const { Worker } = require('node:worker_threads');
     function next([name, ...rest]) {
       if (name !== undefined) new Worker(__dirname + name).on('exit', () => next(rest));
     }
     next(['/a.ts', '/b.ts', '/c.ts']);`,
  );
  const { stdout, status, signal } = run('main.cjs');
  expect([stdout, status, signal]).toEqual(['a\nb\nnot in the pack\n', 0, null]);
});
