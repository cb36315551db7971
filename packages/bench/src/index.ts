// The benchmark harness: contenders interleaved, answers compared, medians of paired
// ratios. It imports nothing of ours, so any chapter's tests may use it; what is compared
// with it lives in scenarios/, which no package imports.
export * from './compare/bench-error';
export { compare } from './compare/compare';
export * from './compare/contender';
export * from './compare/difference';
export * from './report/format';
export * from './report/goal';
export * from './report/growth';
export * from './report/machine';
export type { CompareOptions, Progress } from './compare/options';
export * from './report/progress';
export * from './report/report';
export * from './report/server-page';
export * from './report/server-results';
export * from './report/server-table';
export * from './compare/shuffle';
export * from './report/statistics';
export * from './report/table';
export * from './compare/touch';
