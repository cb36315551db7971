// What the map on the start page shows, in each language, read when the site is built.

import { readChapters, type ChapterPage } from '../../chapters.js';
import type { Language } from '../../languages/languages.js';

declare const data: Readonly<Record<Language, readonly ChapterPage[]>>;
export { data };

export default {
  watch: ['../../../chapters/*.md', '../../../zh/chapters/*.md'],
  load: () => ({ en: readChapters('en'), zh: readChapters('zh') }),
};
