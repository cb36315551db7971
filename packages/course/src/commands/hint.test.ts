// `hint`, `solution` and `reset`: help with an exercise, and starting it over.

import { checkout, MINE, read } from '../testing/checkout';

test('hints come one by one', async () => {
  const { run } = checkout();
  for (const number of [1, 2, 3]) {
    const { stdout } = await run('hint', '03-rpc-frames');
    expect(stdout).toContain(`Hint ${number} of 3`);
  }
  const { stdout } = await run('hint', '03-rpc-frames');
  expect(stdout).toContain('That was the last hint.');
  expect(stdout).toContain('npm start -- solution 03-rpc-frames --anyway');
  expect((await run('hint', '03-rpc-frames', '2')).stdout).toContain('Hint 2 of 3');
});

test('a hint for stages that have passed comes last', async () => {
  const { put, run } = checkout();
  const copies = 'this.#bufferedBytes += chunk.length;';
  expect(MINE).toContain(copies);
  put('rpc/frames.ts', MINE.replace(copies, `${copies}\n    this.#join();`));
  await run('verify', '03-rpc-frames');
  for (const number of [3, 1, 2]) {
    const { stdout } = await run('hint', '03-rpc-frames');
    expect(stdout).toContain(`Hint ${number} of 3`);
  }
});

test('the solution is shown after the pass, or anyway', async () => {
  const { run } = checkout();
  const early = await run('solution', '03-rpc-frames');
  expect(early.code).toBe(1);
  expect(early.stdout).toBe('');
  expect(early.stderr).toContain('has not passed yet');
  const anyway = await run('solution', '03-rpc-frames', '--anyway');
  expect(anyway.stdout).toContain('export class FrameDecoder');
  expect(anyway.code).toBe(0);
});

test('reset keeps the old file', async () => {
  const { my, put, run } = checkout();
  put('rpc/frames.ts', '// mine');
  const { stdout } = await run('reset', '03-rpc-frames');
  expect(stdout).toContain('Your old file is my/kept/rpc/frames-1.ts.');
  expect(read(my('kept/rpc/frames-1.ts'))).toBe('// mine');
  put('rpc/frames.ts', '// mine again');
  await run('reset', '03-rpc-frames');
  expect(read(my('kept/rpc/frames-1.ts'))).toBe('// mine');
  expect(read(my('kept/rpc/frames-2.ts'))).toBe('// mine again');
});

test('reset of an exercise that is not started says how to start it', async () => {
  const { code, stderr } = await checkout().run('reset', '03-rpc-frames');
  expect(stderr).toBe('not started: npm start -- exercise 03-rpc-frames\n');
  expect(code).toBe(2);
});
