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
  if (Buffer.byteLength(componentsJson) > maxBytes)
    return failed({ reason: 'too_large', detail: `the card is larger than ${maxBytes} bytes` });
  return { ok: true, card: valid.card, componentsJson };
}
