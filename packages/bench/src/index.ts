// The benchmark harness: contenders interleaved, answers compared, medians of paired ratios. It imports nothing
// of ours, so any chapter's tests may use it; what is compared with it lives in scenarios/, which nobody imports.
export * from './bench-error';
export { compare } from './compare';
export * from './contender';
export * from './difference';
export * from './format';
export * from './goal';
export * from './machine';
export type { CompareOptions, Progress } from './options';
export * from './progress';
export * from './report';
export * from './shuffle';
export * from './statistics';
export * from './table';
export * from './touch';
