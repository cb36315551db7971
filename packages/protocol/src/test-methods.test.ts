import { dispatch, MAX_BLOB_BYTES, MAX_SLEEP_MS, syncTestMethods, testMethods } from './index';

describe('test methods', () => {
  it('blob answers with as many letters as requested', () => {
    const answer = dispatch(testMethods(), { in: 'blob', params: { bytes: 5 } });
    expect(answer).toEqual({ out: 'blob', result: 'xxxxx' });
  });

  it('fail throws', () => {
    const answer = dispatch(testMethods(), { in: 'fail' });
    expect(answer).toMatchObject({ out: 'error', result: { code: 'INTERNAL' } });
  });

  it('count has a counter per service', () => {
    const [a, b] = [syncTestMethods(), syncTestMethods()];
    void dispatch(a, { in: 'count' });
    expect(dispatch(a, { in: 'count' })).toEqual({ out: 'counted', result: 2 });
    expect(dispatch(b, { in: 'count' })).toEqual({ out: 'counted', result: 1 });
  });

  it('sleep answers with the milliseconds it slept', async () => {
    const answer = await dispatch(testMethods(), { in: 'sleep', params: { ms: 1 } });
    expect(answer).toEqual({ out: 'slept', result: 1 });
  });

  it('offers no sleep to servers that block', () => {
    expect(Object.keys(syncTestMethods())).not.toContain('sleep');
  });

  it.each([
    ['blob', { bytes: MAX_BLOB_BYTES + 1 }],
    ['blob', { bytes: -1 }],
    ['blob', null],
    ['sleep', { ms: MAX_SLEEP_MS + 1 }],
    ['sleep', { ms: '5' }],
  ])('%s refuses %j', async (method, params) => {
    const answer = await dispatch(testMethods(), { in: method, params });
    expect(answer).toMatchObject({ out: 'error', result: { code: 'INVALID_ARGUMENT' } });
  });
});
