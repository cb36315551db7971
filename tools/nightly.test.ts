// The nightly script and the workflow that runs it.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');

test('the workflow has a job for each step, and each installs the packages first', () => {
  const listed = execFileSync(join(ROOT, '.ci/nightly'), ['--list'], { encoding: 'utf8' });
  const installs = ['install_tools', 'install_packages'];
  const steps = listed.trim().split(/\s+/);
  expect(steps.slice(0, 2)).toEqual(installs);
  const workflow = readFileSync(join(ROOT, '.github/workflows/nightly.yml'), 'utf8');
  const [, matrix = ''] = /step: \[([^\]]*)\]/.exec(workflow) ?? [];
  expect(matrix.split(/,\s*/)).toEqual(steps.slice(2));
});
