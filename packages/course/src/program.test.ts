// What the command line prints for a typing error, and its help. No process is started
// here.

import { run } from './program';
import { makeContext } from './testing/fake-context';
import { makeRoot } from './testing/make-root';

const visit = (): ReturnType<typeof makeContext> =>
  makeContext(
    makeRoot({
      'docs/chapters/03-codec.md': '## The idea\n',
      'docs/glossary.md': '# Glossary\n',
      'packages/03-codec/src/demo.ts': '',
      'packages/12-single-process-async/src/main.ts': '',
    }),
  );

const HOW = 'npm start -- --help shows how';
const howOf = (command: string): string => `npm start -- ${command} --help shows how`;
test.each([
  ['frobnicate', [`unknown command 'frobnicate': ${HOW}`]],
  ['raed 3', [`unknown command 'raed' (Did you mean read?): ${HOW}`]],
  ['--frobnicate', [`unknown option '--frobnicate': ${HOW}`]],
  ['list --frobnicate', [`unknown option '--frobnicate': ${howOf('list')}`]],
  ['list 3', [`too many arguments for 'list'. Expected 0 arguments but got 1: ${howOf('list')}`]],
  ['demo', [`missing required argument 'chapter': ${howOf('demo')}`]],
  ['demo 99', ['no chapter "99": give a number from 1 to 20 or a name such as codec']],
  ['demo ../x', ['no chapter "../x": give a number from 1 to 20 or a name such as codec']],
  ['demo 5', ['chapter 05 (protobuf) is not written yet: npm start -- list shows what is']],
  ['serve 3', ['chapter 03 (codec) has no server yet; it has: page, demo']],
  ['test 12', ['chapter 12 (single-process-async) has no tests yet; it has: server']],
  ['open 12', ['chapter 12 (single-process-async) has no page yet; it has: server']],
  ['read 12', ['chapter 12 (single-process-async) has no page yet; it has: server']],
  ['read nothing', ['no page "nothing": give a chapter from 1 to 20, or one of glossary']],
  [
    'read glosary',
    ['no page "glosary" (did you mean glossary?): give a chapter from 1 to 20, or one of glossary'],
  ],
  [
    'read codc',
    ['no page "codc" (did you mean codec?): give a chapter from 1 to 20, or one of glossary'],
  ],
  ['clients 3', [`required option '--connect <address>' not specified: ${howOf('clients')}`]],
  [
    'clients 10001 --connect 127.0.0.1:1',
    [
      `command-argument value '10001' is invalid for argument 'count'. expected a number from 1 to 10000: ${howOf('clients')}`,
    ],
  ],
  ['clients 3 --connect nowhere', ['no address "nowhere": give HOST:PORT such as 127.0.0.1:8080']],
  [
    'clients 3 --connect 127.0.0.1:1 --say {"in":"ping"}',
    ['--say takes a method, then its params as JSON: --say \'ping {"a":1}\''],
  ],
  [
    'clients 3 --connect 127.0.0.1:1 --times 2',
    ['--times is for whole requests: give --say, and no --half-frame'],
  ],
  [
    'clients 3 --connect 127.0.0.1:1 --hold long',
    [
      `option '--hold [ms]' argument 'long' is invalid. expected a number of milliseconds: ${howOf('clients')}`,
    ],
  ],
  [
    'bytes 05 xx',
    [
      'not a hex digit at character 4, "xx": give two hex digits for each byte, such as 02 00 00 00',
    ],
  ],
  [
    'tour --seconds 0',
    [
      `option '--seconds <n>' argument '0' is invalid. give a number of seconds from 1 to 3600: ${howOf('tour')}`,
    ],
  ],
])('%s: one line that says what to do, exit code 2', async (line, [expected]) => {
  const context = visit();
  await run(line.split(' '), context);
  expect(context.warned).toEqual([`${expected}\n`]);
  expect(context.written).toEqual([]);
  expect(context.codes).toEqual([2]);
});

test.each(['', 'list', 'read', 'open', 'demo', 'serve', 'test', 'run', 'bytes', 'clients', 'tour'])(
  '%s --help',
  async (name) => {
    const context = visit();
    await run([...name.split(' ').filter(Boolean), '--help'], context);
    expect(context.written.join('')).toMatch(new RegExp(`^Usage: npm start -- ${name}`));
    expect(context.warned).toEqual([]);
    expect(context.codes).toEqual([]);
  },
);
