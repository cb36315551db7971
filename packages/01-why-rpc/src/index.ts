// Chapter 01: why RPC.
export { Recorder } from './recorder';
export { record, timeOf, WAYS, type OnTheWire, type Way } from './three-ways';
