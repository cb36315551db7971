// Chapter 03 for a browser: everything except compression, which needs zlib and is only
// in index.ts. The only Node module is node:buffer, which the site's build replaces with
// a polyfill.
export * from './body/json-body';
export * from './body/json-scan';
export * from './body/non-json';
export * from './body/utf8';
export * from './explain/bytes-error';
export * from './explain/caret';
export * from './explain/edit';
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
