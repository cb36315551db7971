// Fills in `send` for vectors that have only `text`, and formats the files (npm run
// vectors). An existing `send` is never changed: hex is authoritative.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { hex } from '../client/bytes';
import { bytesOfText, readVectors, VECTOR_AREAS, VECTORS, type Vector } from '../vectors';

async function main(): Promise<void> {
  for (const area of VECTOR_AREAS) {
    const path = join(VECTORS, `${area}.json`);
    const before: readonly Partial<Vector>[] = readVectors(area);
    const filled = before.map(({ id, title, also, needs, text, send, ...rest }) => {
      const bytes = send ?? [hex(bytesOfText(text ?? []))];
      return { id, title, also, needs, text, send: bytes, ...rest };
    });
    const options = { ...(await resolveConfig(path)), filepath: path };
    writeFileSync(path, visible(await format(JSON.stringify(filled), options)));
  }
}

/** Escapes characters that a reader would not see. */
function visible(json: string): string {
  const hidden = /[\u007f-\u00a0\u2028\u2029\ufeff\ufffd\uffff]/g;
  return json.replace(hidden, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

void main();
