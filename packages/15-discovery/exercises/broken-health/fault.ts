import type { Fault } from '@bytes-up/testkit';

export const fault: Fault = {
  change: 'after its ejection a server may be called even while a probe is in flight',
  find: `    return this.now() >= record.ejectedUntilMs && record.probe === undefined;
`,
  replace: `    return this.now() >= record.ejectedUntilMs;
`,
  caughtBy: 'while one call probes, no other call may',
  why:
    'When the ejection is over, one call probes the server, and the others have to wait for ' +
    'its result. In the copy every call was sent to it, and each of them became the probe in ' +
    'the place of the one before. Only the failure of the probe extends the ejection. But when ' +
    'a call failed after its second, a later one was already the probe, so the failure did not ' +
    'count. Under load that went on forever.\n\n' +
    'With one call at a time, the first call is still the probe when it fails. So the author ' +
    'saw nothing.',
};
