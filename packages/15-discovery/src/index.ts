// Chapter 15: choosing among servers.
export { DEFAULT_HEALTH, Health, type HealthOptions } from './health';
export type { Candidate, Policy, Random } from './policy';
export { ConsistentHash } from './policies/consistent-hash';
export { LeastPending } from './policies/least-pending';
export { RandomChoice } from './policies/random';
export { RoundRobin } from './policies/round-robin';
export { SmoothWeightedRoundRobin } from './policies/smooth-weighted-round-robin';
export { TwoChoices } from './policies/two-choices';
export { WeightedRandom } from './policies/weighted-random';
