import path from 'node:path';
import { findChapter } from './chapters';
import { requireRoom, roomsOf } from './rooms';
import { makeRoot } from './testing/make-root';

const codec = findChapter('codec');

test('a chapter without a folder has no room', () => {
  expect(roomsOf(makeRoot(), codec)).toEqual({
    page: undefined,
    demo: undefined,
    server: undefined,
    tests: undefined,
  });
});

test('each room is found by its file', () => {
  const root = makeRoot({
    'docs/chapters/03-codec.md': '',
    'packages/03-codec/src/demo.ts': '',
    'packages/03-codec/src/main.ts': '',
    'packages/03-codec/src/deep/down/varint.test.ts': '',
  });
  const folder = path.join(root, 'packages/03-codec');
  expect(roomsOf(root, codec)).toEqual({
    page: path.join(root, 'docs/chapters/03-codec.md'),
    demo: path.join(folder, 'src/demo.ts'),
    server: path.join(folder, 'src/main.ts'),
    tests: folder,
  });
});

test('tests of installed packages and of built files do not count', () => {
  const root = makeRoot({
    'packages/03-codec/node_modules/x/x.test.ts': '',
    'packages/03-codec/build/x.test.ts': '',
  });
  expect(roomsOf(root, codec).tests).toBeUndefined();
});

test('a missing room is an error that says what exists', () => {
  const root = makeRoot({ 'packages/03-codec/src/demo.ts': '' });
  expect(() => requireRoom(root, codec, 'server')).toThrow(
    'chapter 03 (codec) has no server yet; it has: demo',
  );
  expect(() => requireRoom(root, findChapter('5'), 'demo')).toThrow(
    'chapter 05 (protobuf) is not written yet: npm start -- list shows what is',
  );
});
