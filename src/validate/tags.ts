import { isJsonObject } from './check-components.ts';

const maxTags = 16;
const maxTagLength = 100;

/**
 * The tags by which a card can be purged: `cacheTags`, a list of strings beside `components`, for example
 * `["plan:pro"]`. At most 16 of at most 100 characters; what is no such tag is left out. Plain never sees them.
 */
export function readTags(card: unknown): readonly string[] {
  if (!isJsonObject(card) || !Array.isArray(card['cacheTags'])) return [];
  return card['cacheTags'].slice(0, maxTags).filter(isTag);
}

function isTag(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= maxTagLength;
}
