// Chapter 15: service discovery and load balancing.
export {
  Directory,
  type Change,
  type DirectoryOptions,
  type RegistrySession,
  type WatchEvent,
} from './registry/directory';
export { keyOf, parseEntry, type ServerEntry } from './registry/entry';
export { DEFAULT_HEALTH, Health, type HealthOptions } from './balancing/health';
export { KeptCandidates } from './balancing/kept-candidates';
export { verdictOn } from './balancing/failover';
export {
  DEFAULT_SERVICE,
  isServer,
  parseServiceName,
  unmarked,
  type ServiceName,
} from './registry/node-names';
export type { Servers } from './balancing/known-servers';
export type { Candidate, Policy, Random } from './balancing/policy';
export { ConsistentHash } from './balancing/policies/consistent-hash';
export { LeastPending } from './balancing/policies/least-pending';
export { RandomChoice } from './balancing/policies/random';
export { RoundRobin } from './balancing/policies/round-robin';
export { SmoothWeightedRoundRobin } from './balancing/policies/smooth-weighted-round-robin';
export { TwoChoices } from './balancing/policies/two-choices';
export { WeightedRandom } from './balancing/policies/weighted-random';
export { logRegistration } from './registry/log-registration';
export { Registration, type RegistrationState } from './registry/registration';
export { registrationFlags, REGISTRATION_FLAGS, type RegistrationFlags } from './server-flags';
export {
  ServiceClient,
  type Attempt,
  type ServiceCallOptions,
  type ServiceClientOptions,
} from './service-client';
export { parseConnectString } from './zookeeper/connect-string';
export { ZooKeeper, type ZooKeeperOptions } from './zookeeper/zookeeper';
export { ZooKeeperError } from './zookeeper/zookeeper-error';
