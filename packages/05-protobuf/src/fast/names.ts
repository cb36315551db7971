// Optional at a first reading: the fast codec. Names the generated functions of a message
// type and of all types reachable from it (chapter 05).

import type { Field, MessageType } from '../schema/schema';

export class Names {
  readonly #numbers = new Map<MessageType, number>();
  readonly #oneofs = new Map<Field, number>();

  /** @param root also names every type that is reachable through its fields */
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

  /** The index of a member's oneof in its message. Undefined for other fields. */
  oneof(member: Field): number | undefined {
    return this.#oneofs.get(member);
  }

  encoder(type: MessageType): string {
    return `encode${this.#numbers.get(type)}`;
  }
}

/**
 * The message type of a field. A map's entry is generated inline, so for a map it is the
 * type of its values.
 */
function messagesOf({ type, presence }: Field): MessageType[] {
  if (type.kind !== 'message') return [];
  return presence === 'map' ? type.fields.flatMap(messagesOf) : [type];
}
