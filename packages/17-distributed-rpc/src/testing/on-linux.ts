/** Supervised workers are forks, and forks as they are here exist on Linux only. */
export const describeOnLinux = process.platform === 'linux' ? describe : describe.skip;
