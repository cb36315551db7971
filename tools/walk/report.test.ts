import { Report } from './report';

test('each step with its time, failures with their reason, and a line for each chapter', async () => {
  const written: string[] = [];
  let ms = 0;
  const report = new Report(
    (text) => written.push(text),
    () => (ms += 500),
  );
  report.begin('03 Message protocols');
  await report.step('npm start -- demo 3', () => Promise.resolve(undefined));
  await report.step('npm start -- verify 3', () => Promise.resolve('exit code 1'), 'our solution');
  report.skip('redis-cli PING', 'redis-cli is not installed');
  report.begin('04 Redis');
  await report.step('npm start -- demo 4', () => Promise.reject(new Error('gone')));
  expect(written.join('')).toBe(`
03 Message protocols
  npm start -- demo 3 … ✔ 0.5 s
  npm start -- verify 3 (our solution) … ✗ 0.5 s
    exit code 1
  redis-cli PING … not here: redis-cli is not installed

04 Redis
  npm start -- demo 4 … ✗ 0.5 s
    Error: gone
`);
  expect(report.failed.map(({ command }) => command)).toEqual([
    'npm start -- verify 3',
    'npm start -- demo 4',
  ]);
  expect(report.secondsOf('npm start -- demo 3')).toBe(0.5);
  expect(report.secondsOf('npm start -- demo 4')).toBeUndefined();
  const lines = report.summary().split('\n');
  expect(lines[1]).toBe('     1 s    2 steps  1 FAILED  03 Message protocols');
  expect(lines.at(-2)).toBe('1 passed, 2 failed, 1 not here');
});
