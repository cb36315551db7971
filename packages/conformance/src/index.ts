// The conformance suite: judges any server of the protocol, in any language, given its
// command or its address.
export { AREAS, type Area } from './areas';
export { bodyVectors, differenceOf, type BodyVector } from './body-vectors';
export type { Case, Need } from './case';
export { allCases } from './cases';
export { runChallenge, type PassedStages } from './challenge';
export { runCli } from './cli';
export * from './for-exercises';
export { describeConformance, type ConformanceTestOptions } from './jest-binding';
export { DEFAULT_MODEL, type Model } from './model';
export { loadModel, ModelError, parseModel } from './parse-model';
export type { Subject } from './run/instances';
export { plan, type PlannedCase } from './run/plan';
export { isGood, summaryLine, VERDICTS, type Result, type Verdict } from './run/result';
export { run, type RunOptions } from './run/runner';
