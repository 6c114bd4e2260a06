import { isJsonObject } from '../../validate/check-components.ts';

/** What the address keeps of the bench. */
export interface MappingDraft {
  readonly yaml: string;
  /** As somebody pasted or wrote it; never one that a service gave. */
  readonly response: string;
  /** The card that is looked at; the first when null. */
  readonly card: string | null;
}

export function writeDraft({ yaml, response, card }: MappingDraft): string {
  return JSON.stringify({ yaml, response, card });
}

/** null for what is no such draft. */
export function readDraft(text: string): MappingDraft | null {
  const value = parsed(text);
  if (!isJsonObject(value)) return null;
  const { yaml, response, card } = value;
  if (typeof yaml !== 'string' || typeof response !== 'string') return null;
  return { yaml, response, card: typeof card === 'string' ? card : null };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
