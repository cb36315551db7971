// The conformance suite: judges any server of the protocol, in any language, by its command or its address.
export { AREAS, type Area, type Case, type Need } from './case';
export { allCases } from './cases';
export { runCli } from './cli';
export { describeConformance, type ConformanceTestOptions } from './jest-binding';
export { DEFAULT_MODEL, loadModel, ModelError, parseModel, type Model } from './model';
export type { Subject } from './run/instances';
export { plan, type PlannedCase } from './run/plan';
export { isGood, summaryLine, VERDICTS, type Result, type Verdict } from './run/result';
export { run, type RunOptions } from './run/runner';
