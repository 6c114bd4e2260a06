import type { Failure } from '../outcome.ts';
import { validateCard } from '../validate/card.ts';
import type { ValidCard } from '../validate/card.ts';
import { serialiseComponents } from '../validate/serialise.ts';
import { failed } from './call.ts';

/** Of every card, so that the line "Couldn't refresh. Data from …" still fits above it when it is old. */
const reservedComponents = 2;
const reservedBytes = 256;

export type Admitted =
  | { readonly ok: true; readonly card: ValidCard; readonly componentsJson: string }
  | { readonly ok: false; readonly failure: Failure };

/** Decides whether what an adapter made is a card that may be shown. */
export function admitCard(made: unknown, maxCardBytes: number): Admitted {
  const valid = validateCard(made, reservedComponents);
  if (!valid.ok)
    return failed({ reason: 'invalid_card', pointer: valid.pointer, rule: valid.rule });
  const componentsJson = serialiseComponents(valid.card.components);
  const maxBytes = maxCardBytes - reservedBytes;
  const bytes = Buffer.byteLength(componentsJson);
  if (bytes > maxBytes)
    return failed({ reason: 'too_large', detail: `the card is larger than ${maxBytes} bytes` });
  const isAscii = bytes === componentsJson.length;
  return {
    ok: true,
    card: valid.card,
    componentsJson: isAscii ? toOneByte(componentsJson) : componentsJson,
  };
}

/**
 * V8 keeps what was made of a wide string as wide as that, also when all that was wide has been escaped: such a card would
 * take twice its memory for as long as it is cached, and its answers twice the time to write.
 */
function toOneByte(ascii: string): string {
  return Buffer.from(ascii, 'latin1').toString('latin1');
}
