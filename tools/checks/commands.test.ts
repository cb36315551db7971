import { commandCheck } from './commands';
import { PAGE, problemsOf } from './made-up-page';

const files = {
  'package.json': '{"scripts": {"docs:dev": "x"}}',
  'packages/03-codec/package.json': '{"name": "@bytes-up/codec", "scripts": {"judge": "x"}}',
  'packages/03-codec/src/demo/recorded.json': '{"zeros": {}}',
  'packages/03-codec/exercises/rpc-frames/about.json': '{}',
  'docs/glossary.md': '',
};
const check = commandCheck({
  commands: ['list', 'demo', 'serve', 'read', 'conformance', 'exercise', 'verify', 'predict'],
  has: (folder, room) => folder === '03-codec' && room === 'demo',
});
const sh = (line: string): string => `\`\`\`sh\ncd x\n${line}\n\`\`\`\n`;

test.each([
  'npm start',
  'npm start -- list --markdown',
  'npm start -- --help',
  'npm start -- demo 3   # a remark: npm start -- nothing',
  '$ npm start -- demo codec',
  'npm start -- read glossary',
  'npm start -- demo --help',
  'npm start -- conformance -- ./my-server',
  'npm start -- predict 3',
  'npm start -- predict codec zeros',
  'npm start -- predict --list',
  'npm start -- exercise',
  'npm start -- exercise 03-rpc-frames --from-solution',
  'npm run docs:dev',
  'npm test',
  'npx lerna run test --scope @bytes-up/codec',
  'npm run judge -w @bytes-up/codec',
  'echo nothing of ours',
])('%s exists', (line) => {
  expect(problemsOf(check, sh(line), { files })).toEqual([]);
});

test.each([
  ['npm start -- dance', 'no command "dance"'],
  ['npm start -- demo 99', 'no chapter "99"'],
  ['npm start -- demo 4', 'chapter 04-resp has no demo'],
  ['npm start -- serve 3 --port 0', 'chapter 03-codec has no server'],
  ['npm start -- predict 99', 'no chapter "99"'],
  ['npm start -- predict 4', 'chapter 04-resp has no predictions'],
  ['npm start -- predict 3 ones', 'no prediction "ones" in chapter 03-codec'],
  ['npm start -- exercise 04-rpc-frames', 'no exercise "04-rpc-frames"'],
  ['npm start -- verify 03-rpc-frames 03-none', 'no exercise "03-none"'],
  ['npm start -- read nothing', 'no chapter "nothing"'],
  ['cd a && npm start -- dance', 'no command "dance"'],
  ['npm run dance', 'no script "dance"'],
  ['npm run docs:dev -w @bytes-up/codec', 'no script "docs:dev"'],
  ['npm run judge -w @bytes-up/dance', 'no script "judge"'],
  ['npx lerna run test --scope @bytes-up/dance', 'no package @bytes-up/dance'],
])('%s does not', (line, what) => {
  expect(problemsOf(check, sh(line), { files })).toEqual([`${PAGE}:3: ${what}`]);
});

test('a block that is not shell is ignored', () => {
  expect(problemsOf(check, '```text\nnpm start -- dance\n```\n', { files })).toEqual([]);
});
