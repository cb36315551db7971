// Thrift's schema language, for highlighting. Shiki has no grammar of it.

import type { LanguageRegistration } from 'shiki';

export const thrift: LanguageRegistration = {
  name: 'thrift',
  scopeName: 'source.thrift',
  patterns: [
    { match: '//.*$|#.*$', name: 'comment.line' },
    { begin: '/\\*', end: '\\*/', name: 'comment.block' },
    { match: '"[^"]*"|\'[^\']*\'', name: 'string.quoted' },
    {
      match:
        '\\b(?:namespace|include|typedef|const|enum|struct|union|exception|service|extends|throws|required|optional|oneway)\\b',
      name: 'keyword.control',
    },
    {
      match: '\\b(?:bool|byte|i8|i16|i32|i64|double|string|binary|uuid|void|list|set|map)\\b',
      name: 'storage.type',
    },
    { match: '\\b\\d+(?=\\s*:)|\\b\\d+\\b|\\b0x[\\da-fA-F]+\\b', name: 'constant.numeric' },
    { match: '\\b[A-Za-z_]\\w*(?=\\s*\\()', name: 'entity.name.function' },
  ],
  repository: {},
};
