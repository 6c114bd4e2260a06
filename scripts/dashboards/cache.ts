import {
  cacheTiles,
  evictionsByReason,
  readsByResult,
  reloads,
  savedShare,
  size,
  underWay,
} from './panels/cache.ts';
import { ageByOutcome, ageOfCards } from './panels/cards.ts';
import { createDashboard } from './grafana/dashboard.ts';
import { common } from './grafana/variables.ts';

export const cacheDashboard = createDashboard({
  uid: 'customer-cards-cache',
  title: 'Customer cards: the cache',
  description: 'Does it save calls, is it large enough, and how old is what agents read?',
  variables: common,
  sections: [
    { title: 'Does it help?', lines: [cacheTiles, [readsByResult, savedShare, reloads]] },
    { title: 'How old is what agents read?', lines: [[ageOfCards(), ageByOutcome()]] },
    { title: 'Is it large enough?', lines: [[size, evictionsByReason, underWay]] },
  ],
});
