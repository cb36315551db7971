// Chapter 14, connections handed over.
export { leastConnections, roundRobin, type Candidate, type Policy } from './policy';
export { serve } from './server';
