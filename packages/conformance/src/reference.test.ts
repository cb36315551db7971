// The suite's own server passes every case: a case that it fails is wrong, or the server
// is.
import { allCases, describeConformance, loadModel, plan } from './index';
import { REFERENCE_MODEL, referenceCommand } from './testing/command';

const command = referenceCommand();

describeConformance({ command, model: REFERENCE_MODEL });

test('no case is left out for it, except those about worker processes, of which it has none', () => {
  const model = loadModel(REFERENCE_MODEL, allCases());
  const planned = plan(allCases(), { model, subject: { command }, platform: 'linux' });
  const leftOut = planned.filter(({ notApplicable }) => notApplicable !== undefined);
  expect(leftOut.map(({ case: one }) => one.area)).toEqual(['crash', 'crash']);
});
