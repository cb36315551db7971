// The words of the page's language, among those that a component has.

import { useData } from 'vitepress';
import { computed, type ComputedRef } from 'vue';
import type { Language } from '../languages/languages.js';

/** What a component says, in each language. */
export type InEachLanguage<Words> = Readonly<Record<Language, Words>>;

export function useWords<Words>(words: InEachLanguage<Words>): ComputedRef<Words> {
  const { localeIndex } = useData();
  return computed(() => words[localeIndex.value === 'zh' ? 'zh' : 'en']);
}
