// The suite's own server passes every case: if it fails one, either the case or the
// server is wrong.
import { allCases, describeConformance, loadModel, plan } from './index';
import { REFERENCE_MODEL, referenceCommand } from './testing/command';

const command = referenceCommand();

describeConformance({ command, model: REFERENCE_MODEL });

test('every case applies to it, except those about worker processes, since it has none', () => {
  const model = loadModel(REFERENCE_MODEL, allCases());
  const planned = plan(allCases(), { model, subject: { command }, platform: 'linux' });
  const leftOut = planned.filter(({ notApplicable }) => notApplicable !== undefined);
  expect(leftOut.map(({ case: one }) => one.area)).toEqual(['crash', 'crash']);
});
