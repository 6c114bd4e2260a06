import { alertList, alertsFiring, ofJob } from './panels/alerts.ts';
import { ageOfCards, cardsByOutcome, failedCards } from './panels/cards.ts';
import {
  configurationOnDisk,
  defects,
  draining,
  firstExpiry,
  switchedOff,
  waitingForRestart,
} from './panels/config.ts';
import { createDashboard } from './grafana/dashboard.ts';
import { answers, cards } from './objectives.ts';
import { scope } from './queries.ts';
import { refusedRequests, requestsByOutcome, timeToAnswer } from './panels/requests.ts';
import { budgetTile, burnGraph, burnTile } from './panels/objectives.ts';
import { tile } from './grafana/tile.ts';
import { breakers, failedCalls, upstreamList } from './panels/upstreams.ts';
import { common } from './grafana/variables.ts';

const gatewaysUp = tile({
  title: 'Gateways that answer',
  description:
    'Replicas whose admin listener Prometheus reaches. At 0 every card shows an error, unless only Prometheus is cut off.',
  unit: 'none',
  min: 0,
  noValue: 'none known',
  steps: ['red', [1, 'green']],
  queries: { up: `sum(up{${scope}})` },
});

export const overview = createDashboard({
  uid: 'customer-cards',
  title: 'Customer cards',
  description: 'For whoever is on call: is anything burning, what do agents see, and whose is it?',
  variables: common,
  sections: [
    {
      title: 'Is anything burning?',
      lines: [
        [
          alertsFiring(ofJob),
          gatewaysUp,
          budgetTile(cards),
          budgetTile(answers),
          burnTile(cards),
          burnTile(answers),
        ],
        [alertList(ofJob), burnGraph([cards, answers])],
      ],
    },
    {
      title: 'What agents see',
      lines: [
        [cardsByOutcome(), failedCards(), ageOfCards()],
        [timeToAnswer, requestsByOutcome, refusedRequests],
      ],
    },
    { title: 'Services', lines: [[upstreamList], [breakers(), failedCalls]] },
    {
      title: 'The gateway itself',
      lines: [
        [configurationOnDisk, waitingForRestart, firstExpiry, switchedOff(), draining, defects],
      ],
    },
  ],
});
