// Both codecs with the same interface, so that each test can run with both.

import { MessageCodec } from '../fast/compile';
import type { ProtobufLimits } from '../wire/limits';
import type { Message } from '../message/message';
import type { MessageType } from '../schema/schema';
import { subject } from './subject';

const { decodeMessage, encodeMessage } = subject;

export const codecs = {
  plain: (type: MessageType, limits: Partial<ProtobufLimits> = {}) => ({
    decode: (bytes: Uint8Array) => decodeMessage(type, bytes, limits),
    encode: (message: Message) => encodeMessage(type, message, limits),
  }),
  fast: (type: MessageType, limits: Partial<ProtobufLimits> = {}) => new MessageCodec(type, limits),
};

export const codecNames = ['plain', 'fast'] as const;
