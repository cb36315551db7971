// Chapter 19: Thrift.
export { PiClient } from './client';
export { startThriftServer } from './server';
export { PROTOCOLS, TRANSPORTS, type Wire } from './wire';
