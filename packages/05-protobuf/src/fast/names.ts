// The message types that a type leads to, each with the names of its generated functions (chapter 05).

import type { Field, MessageType } from '../schema';

export class Names {
  readonly #numbers = new Map<MessageType, number>();

  /** @param root the type itself and all that are reached by its fields */
  constructor(root: MessageType) {
    const open = [root];
    for (let type = open.pop(); type !== undefined; type = open.pop()) {
      if (this.#numbers.has(type)) continue;
      this.#numbers.set(type, this.#numbers.size);
      open.push(...type.fields.flatMap(messagesOf));
    }
  }

  get types(): readonly MessageType[] {
    return [...this.#numbers.keys()];
  }

  decoder(type: MessageType): string {
    return `decode${this.#numbers.get(type)}`;
  }

  encoder(type: MessageType): string {
    return `encode${this.#numbers.get(type)}`;
  }
}

/** The message that a field holds. A map's entry has no function of its own: what counts is its value. */
function messagesOf({ type, presence }: Field): MessageType[] {
  if (type.kind !== 'message') return [];
  return presence === 'map' ? type.fields.flatMap(messagesOf) : [type];
}
