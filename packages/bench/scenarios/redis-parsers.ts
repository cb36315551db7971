// The peers of the resp scenario: the decoders of two Redis clients, each as its client
// uses it. The decoder is internal to its client, so both versions are pinned.

import { Decoder } from '@redis/client/dist/lib/RESP/decoder';
import Parser from 'redis-parser';

/** A checksum of replies. */
export interface Fold {
  values: number;
  characters: number;
  sum: number;
}

export function redisParser(chunks: readonly Buffer[]): Fold {
  const { fold, take } = folding();
  const parser = new Parser({ returnReply: take, returnError: fail });
  for (const chunk of chunks) parser.execute(chunk);
  return fold;
}

export function nodeRedis(chunks: readonly Buffer[]): Fold {
  const { fold, take } = folding();
  const none = {};
  const decoder = new Decoder({
    onReply: take,
    onErrorReply: fail,
    onPush: take,
    getTypeMapping: () => none,
  });
  for (const chunk of chunks) decoder.write(chunk);
  return fold;
}

/** A fold, and the function that adds a reply to it. */
export function folding(): { readonly fold: Fold; readonly take: (reply: unknown) => void } {
  const fold: Fold = { values: 0, characters: 0, sum: 0 };
  const take = (reply: unknown): void => {
    fold.values++;
    if (typeof reply === 'string') fold.characters += reply.length;
    else if (typeof reply === 'number') fold.sum += reply;
    else if (Array.isArray(reply)) for (const member of reply) take(member);
  };
  return { fold, take };
}

function fail(error: Error): never {
  throw error;
}
