// A command as a learner types it.

import path from 'node:path';
import { forkingCommand, typedCommand, typescriptCommand } from './typescript-command';

const CHECKOUT = path.join(__dirname, '../../../..');
const FILE = '/home/me/course/my/rpc/server.ts';
const HOST = path.join(CHECKOUT, 'packages/09-x/judge/host.ts');

test.each([
  ['a program', typescriptCommand(FILE), 'node -r ./tools/ts.cjs my/rpc/server.ts'],
  [
    'flags',
    forkingCommand(FILE, '--workers', '2'),
    'node -r ./tools/ts.cjs my/rpc/server.ts --workers 2',
  ],
  [
    'a program of the course around it',
    typescriptCommand(HOST, FILE),
    'node -r ./tools/ts.cjs packages/09-x/judge/host.ts my/rpc/server.ts',
  ],
])('%s', (_what, command, typed) => {
  expect(typedCommand(command, '/home/me/course')).toBe(typed);
});
