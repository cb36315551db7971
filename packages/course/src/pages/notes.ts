// Claims as notes: a numbered mark stays in the text, and the test that proves the
// sentence is named at the section's end. The terminal and the site both show pages like
// this.

import type { Token } from 'marked';
import { childrenOf, type ClaimToken, type NotesToken } from './markdown';

/**
 * Numbers the claims of a page, and adds the notes of each section after its last block.
 * A section ends at the next heading. A test that it cites twice is one note.
 */
export function withNotes(tokens: readonly Token[]): Token[] {
  const noted: Token[] = [];
  let notes: ClaimToken[] = [];
  let count = 0;
  const endSection = (): void => {
    if (notes.length > 0)
      noted.push({ type: 'notes', raw: '', claims: notes } satisfies NotesToken);
    notes = [];
  };
  const number = (token: Token): void => {
    if (token.type === 'claim') {
      const claim = token as ClaimToken;
      const known = notes.find((other) => isSame(other, claim));
      claim.number = known?.number ?? ++count;
      if (known === undefined) notes.push(claim);
    }
    for (const child of childrenOf(token)) number(child);
  };
  for (const token of tokens) {
    if (token.type === 'heading') endSection();
    number(token);
    noted.push(token);
  }
  endSection();
  return noted;
}

function isSame(one: ClaimToken, other: ClaimToken): boolean {
  return one.file === other.file && one.titles.join('\n') === other.titles.join('\n');
}
