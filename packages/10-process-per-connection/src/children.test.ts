// The children are forked in a separate script, because forking here would fork jest.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { typescriptCommand } from '@bytes-up/testkit';

test('one call of reap reaps every child that has ended, and says how each ended', () => {
  const [node = '', ...args] = typescriptCommand(join(__dirname, 'testing/end-in-many-ways.ts'));
  const { stdout, stderr, status } = spawnSync(node, args, { encoding: 'utf8' });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  const { counted, ended, left, blockedInParent } = JSON.parse(stdout) as {
    readonly counted: number;
    readonly ended: readonly { readonly code?: number; readonly signal?: string }[];
    readonly left: number;
    readonly blockedInParent: readonly string[];
  };
  expect({ counted, left }).toEqual({ counted: 5, left: 0 });
  expect(new Set(ended.map(({ code, signal }) => code ?? signal))).toEqual(
    new Set([0, 1, 2, 77, 'SIGKILL']), // 77: SIGTERM was blocked
  );
  expect(blockedInParent).not.toContain('SIGTERM');
});
