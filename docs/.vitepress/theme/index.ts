// VitePress's own theme with the course's styles, and the pane that shows source beside a
// chapter.

import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme';
import { defineAsyncComponent } from 'vue';
import Layout from './Layout.vue';
import InspectHere from './inspector/InspectHere.vue';
import ChapterMap from './start/ChapterMap.vue';
import './code-colors.css';
import './course.css';
import './pane/pane.css';
import './print.css';
import { printInLight } from './print.js';

export default {
  extends: DefaultTheme,
  Layout,
  enhanceApp({ app }) {
    // Only its page loads the packages that it needs.
    const inspector = defineAsyncComponent(() => import('./inspector/WireInspector.vue'));
    app.component('WireInspector', inspector);
    app.component('InspectHere', InspectHere);
    app.component('ChapterMap', ChapterMap);
    const player = defineAsyncComponent(() => import('./player/RunPlayer.vue'));
    app.component('RunPlayer', player);
    const together = defineAsyncComponent(() => import('./player/RunsTogether.vue'));
    app.component('RunsTogether', together);
    if (typeof document !== 'undefined') printInLight();
  },
} satisfies Theme;
