// The seam itself: the tests of this chapter can run against another file.
import { join } from 'node:path';
import * as own from './index';
import { subject } from './testing/subject';

const before = process.env['BYTES_UP_SUBJECT'];

afterEach(() => {
  if (before === undefined) delete process.env['BYTES_UP_SUBJECT'];
  else process.env['BYTES_UP_SUBJECT'] = before;
});

test('without BYTES_UP_SUBJECT the subject is this package', () => {
  delete process.env['BYTES_UP_SUBJECT'];
  expect(subject()).toBe(own);
});

test('what the named module exports replaces ours, the rest stays', () => {
  process.env['BYTES_UP_SUBJECT'] = join(__dirname, 'testing', 'learners-file.ts');
  expect(String(subject().encodeFrame('{}'))).toBe('a learner wrote this');
  expect(subject().FrameDecoder).toBe(own.FrameDecoder);
});

test('a file that does not exist is an error, not a silent fallback', () => {
  process.env['BYTES_UP_SUBJECT'] = join(__dirname, 'nobody-wrote-this.ts');
  expect(() => subject()).toThrow('nobody-wrote-this.ts');
});
