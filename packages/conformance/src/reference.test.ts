// The suite's own server passes every case: a case that it fails is wrong, or the server is.
import { allCases, describeConformance, loadModel, plan } from './index';
import { REFERENCE_MODEL, referenceCommand } from './testing/command';

const command = referenceCommand();

describeConformance({ command, model: REFERENCE_MODEL });

test('no case is left out for it', () => {
  const model = loadModel(REFERENCE_MODEL, allCases());
  const planned = plan(allCases(), { model, subject: { command }, platform: 'linux' });
  expect(planned.filter(({ notApplicable }) => notApplicable !== undefined)).toEqual([]);
});
