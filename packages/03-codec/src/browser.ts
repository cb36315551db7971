// Chapter 03 for a browser: everything but compression, which needs zlib. index.ts adds
// it. Of Node's modules it needs only node:buffer. The site's build puts a polyfill
// there.
export * from './body/json-body';
export * from './body/json-scan';
export * from './body/sayable';
export * from './body/utf8';
export * from './explain/bytes-error';
export * from './explain/caret';
export * from './explain/explain-frame';
export * from './explain/explain-varints';
export * from './explain/format-segments';
export * from './explain/segment';
export * from './frame/answer-frame';
export * from './frame/encode-frame';
export * from './frame/frame-decoder';
export * from './other-ways/base64-cost';
export * from './other-ways/delimiter';
export * from './other-ways/http-body';
export * from './other-ways/negotiated';
export * from './other-ways/positional';
export * from './other-ways/varint';
export * from './other-ways/z85';
export * from './other-ways/zigzag';
