// The conformance suite: judges any server of the protocol, in any language, by its command or its address.
export { AREAS, type Area, type Case, type Need } from './case';
export { allCases } from './cases';
export {
  countDescriptors,
  eventually,
  groupMembers,
  holdersOf,
  residentBytes,
  zombiesIn,
} from './cases/proc';
export { runCli } from './cli';
export { describeConformance, type ConformanceTestOptions } from './jest-binding';
export { DEFAULT_MODEL, loadModel, ModelError, parseModel, type Model } from './model';
export { startGuard, type Guard } from './run/guard';
export type { Subject } from './run/instances';
export { LaunchError, ServerProcess, type Exit, type ServerProcessOptions } from './run/launcher';
export { plan, type PlannedCase } from './run/plan';
export { isGood, summaryLine, VERDICTS, type Result, type Verdict } from './run/result';
export { run, type RunOptions } from './run/runner';
