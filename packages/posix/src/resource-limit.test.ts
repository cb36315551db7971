import { getrlimit, RLIMIT_NOFILE, RLIMIT_NPROC, setrlimit } from './index';
import { describeOnLinux } from './testing/on-linux';
import { errorOf } from './testing/tcp';

describeOnLinux('resource limits', () => {
  it('can be lowered, and raised again up to the hard limit', () => {
    const before = getrlimit(RLIMIT_NOFILE);
    const lower = { soft: before.soft - 1, hard: before.hard };
    setrlimit(RLIMIT_NOFILE, lower);
    expect(getrlimit(RLIMIT_NOFILE)).toEqual(lower);
    setrlimit(RLIMIT_NOFILE, before);
    expect(getrlimit(RLIMIT_NOFILE)).toEqual(before);
  });

  it('says what is wrong', () => {
    const { hard } = getrlimit(RLIMIT_NPROC);
    expect(hard).toBeGreaterThan(0);
    expect(() => setrlimit(RLIMIT_NPROC, { soft: 2, hard: 1 })).toThrow(
      'setrlimit(6): EINVAL, Invalid argument',
    );
    expect(errorOf(() => getrlimit(99)).code).toBe('EINVAL');
  });
});
