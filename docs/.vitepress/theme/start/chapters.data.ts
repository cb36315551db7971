// What the map on the start page shows, read when the site is built.

import { readChapters, type ChapterPage } from '../../chapters.js';

declare const data: ChapterPage[];
export { data };

export default { watch: ['../../../chapters/*.md'], load: readChapters };
