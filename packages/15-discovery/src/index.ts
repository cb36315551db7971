// Chapter 15: finding servers, and choosing among them.
export { Directory, type Change, type DirectoryOptions } from './directory';
export { keyOf, parseEntry, type ServerEntry } from './entry';
export { DEFAULT_HEALTH, Health, type HealthOptions } from './health';
export { verdictOn } from './failover';
export {
  DEFAULT_SERVICE,
  isServer,
  parseServiceName,
  unmarked,
  type ServiceName,
} from './node-names';
export type { Servers } from './known-servers';
export type { Candidate, Policy, Random } from './policy';
export { ConsistentHash } from './policies/consistent-hash';
export { LeastPending } from './policies/least-pending';
export { RandomChoice } from './policies/random';
export { RoundRobin } from './policies/round-robin';
export { SmoothWeightedRoundRobin } from './policies/smooth-weighted-round-robin';
export { TwoChoices } from './policies/two-choices';
export { WeightedRandom } from './policies/weighted-random';
export { logRegistration } from './log-registration';
export { Registration, type RegistrationState } from './registration';
export { registrationFlags, REGISTRATION_TEXTS, type RegistrationFlags } from './server-flags';
export {
  ServiceClient,
  type Attempt,
  type ServiceCallOptions,
  type ServiceClientOptions,
} from './service-client';
export { parseConnectString } from './zookeeper/connect-string';
export { ZooKeeper, type ZooKeeperOptions } from './zookeeper/zookeeper';
export { ZooKeeperError } from './zookeeper/zookeeper-error';
