import { describeMachine, machineLine } from './machine';

test('a machine is shown as CPU, cores, Node, platform and date, in one line', () => {
  const machine = describeMachine(new Date('2026-01-31T12:00:59Z'));
  expect(machine).toMatchObject({ node: process.version, date: '2026-01-31T12:00:59.000Z' });
  expect(machine.cores).toBeGreaterThanOrEqual(1);
  expect(machineLine({ ...machine, cpu: 'A CPU', cores: 1, platform: 'linux x64' })).toBe(
    `A CPU, 1 core, node ${process.version}, linux x64, 2026-01-31 12:00 UTC`,
  );
});
