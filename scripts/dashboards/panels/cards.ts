import { graph } from '../grafana/graph.ts';
import { perMinute, quantiles } from '../queries.ts';
import type { Panel } from '../grafana/schema.ts';
import { outcomeColors, perMinuteUnit } from '../words.ts';

const cards = { metric: 'customer_cards_cards_total' };
const ages = { metric: 'customer_cards_cache_age_seconds', where: 'outcome!="empty"' };

/** Of all cards, or of those that `where` selects. */
export function cardsByOutcome(where?: string): Panel {
  const selection = { ...cards, by: 'outcome', ...(where && { where }) };
  return graph({
    title: 'Cards by outcome',
    description:
      'How each key that Plain asked for ended. unavailable is a notice in place of a card, stale_error the last good card with a note, unknown a key that no service registers.',
    unit: perMinuteUnit,
    min: 0,
    isStacked: true,
    colors: outcomeColors,
    queries: { '{{outcome}}': perMinute(selection) },
  });
}

/** Of all cards, or of those that `where` selects. */
export function failedCards(where?: string): Panel {
  const failed = ['outcome=~"unavailable|stale_error"', where].filter(Boolean).join(',');
  const selection = { ...cards, by: 'card, reason', where: failed };
  return graph({
    title: 'Cards that failed, by card and reason',
    description: 'Notices, and old cards in place of new ones: which card, and why.',
    unit: perMinuteUnit,
    min: 0,
    noValue: 'No card failed',
    isRare: true,
    isFailure: true,
    queries: { '{{card}}: {{reason}}': `${perMinute(selection)} > 0` },
  });
}

export function ageOfCards(): Panel {
  return graph({
    title: 'Age of cards from the cache',
    description:
      'How old the facts were that the cache answered with. Older than the TTL of a card are only stale_refreshing and stale_error, and both say so to the agent.',
    unit: 's',
    min: 0,
    noValue: 'Nothing came from the cache',
    interval: '2m',
    queries: quantiles([0.5, 0.95], ages),
  });
}

export function ageByOutcome(): Panel {
  return graph({
    title: 'Age by outcome',
    description: 'How old they were, by what became of them: 95 % were younger.',
    unit: 's',
    min: 0,
    noValue: 'Nothing came from the cache',
    interval: '2m',
    colors: outcomeColors,
    queries: quantiles([0.95], { metric: ages.metric, by: 'outcome' }),
  });
}
