// Chapter 20: choosing. The simulation, for your own experiments, and the formulas.
export { SimulatedClient, type ClientOptions, type Ended } from './simulation/client';
export { EventHeap } from './simulation/event-heap';
export { exponential, randomOf } from './simulation/random';
export { SimulatedServer, type ServerOptions } from './simulation/server';
export { Simulation } from './simulation/simulation';
export {
  meanTimeInSystem,
  meanWait,
  shareThatWaits,
  timeInSystem,
  type Load,
} from './theory/queues';
