import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

const ENVIRONMENT = resolve(__dirname, '../../jest.environment.js');

/** Prints what a storage of a test file still passes on, before and after its end. */
const PROGRAM = `
const { AsyncLocalStorage, AsyncResource } = require('node:async_hooks');
const Environment = require(${JSON.stringify(ENVIRONMENT)});
const projectConfig = { globals: {}, testEnvironmentOptions: {} };
const environment = new Environment({ projectConfig, globalConfig: {} }, {});
const { AsyncLocalStorage: OfTheFile } = require('node:async_hooks');
const storage = new OfTheFile();
const resource = storage.run('passed on', () => new AsyncResource('test'));
const print = () => console.log(resource.runInAsyncScope(() => storage.getStore()));
environment.setup().then(print).then(() => environment.teardown()).then(print);
`;

/** Since Node 24 a storage costs only what uses it, and there is nothing to disable. */
const passesOnByHooks = Number(process.versions.node.split('.')[0]) < 24;

(passesOnByHooks ? test : test.skip)('the next file pays for no storage of this one', () => {
  const options = { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } } as const;
  const printed = execFileSync(process.execPath, ['-e', PROGRAM], options);
  expect(printed).toBe('passed on\nundefined\n');
});
