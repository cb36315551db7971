// `testee-main.ts ENGINE FOLDER`: runs the testee. FOLDER has the runner's .proto files.

import { join } from 'node:path';
import { loadProto } from '..';
import { engines } from './engines';
import { serve } from './testee';

const [name = '', include = ''] = process.argv.slice(2);
const engine = engines[name];
if (engine === undefined)
  throw new Error(`unknown engine "${name}", expected one of ${Object.keys(engines).join(', ')}`);
serve({
  protocol: loadProto(join(include, 'conformance/conformance.proto')),
  testMessages: loadProto(join(include, 'google/protobuf/test_messages_proto3.proto'), [include]),
  engine,
});
