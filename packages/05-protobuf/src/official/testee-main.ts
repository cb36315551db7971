// `testee-main.ts ENGINE FOLDER`: the testee with the .proto files of the runner's
// package.

import { join } from 'node:path';
import { loadProto } from '..';
import { engines } from './engines';
import { serve } from './testee';

const [name = '', include = ''] = process.argv.slice(2);
const engine = engines[name];
if (engine === undefined)
  throw new Error(`no engine "${name}": ${Object.keys(engines).join(', ')}`);
serve({
  protocol: loadProto(join(include, 'conformance/conformance.proto')),
  subjects: loadProto(join(include, 'google/protobuf/test_messages_proto3.proto'), [include]),
  engine,
});
