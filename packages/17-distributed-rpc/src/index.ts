// Chapter 17: a distributed service.
export { DistributedClient, type DistributedOptions } from './service';
export { serve } from './server';
