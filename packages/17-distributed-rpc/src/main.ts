// The server command of chapter 17: npm start -- serve 17 --port 8080 --zookeeper 127.0.0.1:2181
import { runBlockingCommand } from '@bytes-up/single-thread-sync';
import { SPEC } from './flags';
import { serve } from './server';

void runBlockingCommand(SPEC, serve);
