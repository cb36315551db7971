import { launchHint } from './launch-hint';

test.each([
  ['my/s.ts', '; TypeScript needs the loader: node -r ./tools/ts.cjs my/s.ts'],
  ['node my/s.ts', '; TypeScript needs the loader: node -r ./tools/ts.cjs my/s.ts'],
  ['my_server.py', '; it may need its interpreter: python3 my_server.py'],
  ['node -r ./tools/ts.cjs my/s.ts', ''],
  ['python3 my_server.py', ''],
  ['./my-server', ''],
])('%s', (line, hint) => {
  expect(launchHint(line.split(' '))).toBe(hint);
});
