// Optional at a first reading: the fast codec. The message types that a type leads to,
// each with the names of its generated functions (chapter 05).

import type { Field, MessageType } from '../schema/schema';

export class Names {
  readonly #numbers = new Map<MessageType, number>();
  readonly #oneofs = new Map<Field, number>();

  /** @param root the type itself and all that are reached by its fields */
  constructor(root: MessageType) {
    const open = [root];
    for (let type = open.pop(); type !== undefined; type = open.pop()) {
      if (this.#numbers.has(type)) continue;
      this.#numbers.set(type, this.#numbers.size);
      for (const field of type.fields) open.push(...messagesOf(field));
      for (const [number, members] of [...type.oneofs.values()].entries())
        for (const member of members) this.#oneofs.set(member, number);
    }
  }

  get types(): readonly MessageType[] {
    return [...this.#numbers.keys()];
  }

  decoder(type: MessageType): string {
    return `decode${this.#numbers.get(type)}`;
  }

  /** The number of a member's oneof within its message; undefined for other fields. */
  oneof(member: Field): number | undefined {
    return this.#oneofs.get(member);
  }

  encoder(type: MessageType): string {
    return `encode${this.#numbers.get(type)}`;
  }
}

/**
 * The message that a field holds. A map's entry has no function of its own: what counts
 * is its value.
 */
function messagesOf({ type, presence }: Field): MessageType[] {
  if (type.kind !== 'message') return [];
  return presence === 'map' ? type.fields.flatMap(messagesOf) : [type];
}
