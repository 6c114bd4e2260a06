import { alertsFiring, ofUpstream } from './panels/alerts.ts';
import {
  attempts,
  callDuration,
  callsByResult,
  failedShare,
  owner,
  p95,
  phases,
  rejectedCards,
  transitions,
} from './panels/calls.ts';
import { cardsByOutcome, failedCards } from './panels/cards.ts';
import { switchedOff } from './panels/config.ts';
import { createDashboard } from './grafana/dashboard.ts';
import { inFlight, retries, retryBudget, started, waiting } from './panels/limits.ts';
import { callsOfOne } from './objectives.ts';
import { budgetTile, burnGraph } from './panels/objectives.ts';
import { breakers } from './panels/upstreams.ts';
import { card, common, upstream } from './grafana/variables.ts';

const one = 'upstream="$upstream"';
const itsCards = 'card=~"$card"';

export const upstreamDashboard = createDashboard({
  uid: 'customer-cards-upstream',
  title: 'Customer cards: one service',
  description:
    'For the team of a service: what agents see of it, what its calls bring, and what the gateway does about it.',
  variables: [...common, upstream, card],
  sections: [
    {
      title: 'How is $upstream?',
      lines: [
        [
          owner,
          alertsFiring(ofUpstream),
          budgetTile(callsOfOne),
          failedShare,
          p95,
          switchedOff(one),
        ],
        [breakers(one), transitions, burnGraph([callsOfOne])],
      ],
    },
    {
      title: 'What agents see of it',
      lines: [[cardsByOutcome(itsCards), failedCards(itsCards), rejectedCards]],
    },
    {
      title: 'Calls',
      lines: [
        [callsByResult, attempts],
        [callDuration, phases],
      ],
    },
    {
      title: 'Limits and retries',
      lines: [
        [inFlight, waiting, started],
        [retries, retryBudget],
      ],
    },
  ],
});
