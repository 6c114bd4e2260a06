import { certificates, configReloads, lostAndBroken } from './panels/config.ts';
import { createDashboard } from './grafana/dashboard.ts';
import {
  cpu,
  descriptors,
  garbageCollection,
  heapSpaces,
  loopDelay,
  memory,
  replicas,
  resources,
} from './panels/process.ts';
import {
  credentialChecks,
  ownOverhead,
  refusedRequests,
  requestsInFlight,
} from './panels/requests.ts';
import { common } from './grafana/variables.ts';

export const runtimeDashboard = createDashboard({
  uid: 'customer-cards-runtime',
  title: 'Customer cards: the gateway itself',
  description: 'Is the process well, which configuration does it run, and who asks it?',
  variables: common,
  sections: [
    { title: 'Which gateways run?', lines: [[replicas]] },
    { title: 'Has it the time?', lines: [[loopDelay, cpu, ownOverhead]] },
    { title: 'Has it the memory?', lines: [[memory, heapSpaces, garbageCollection]] },
    {
      title: 'Who asks it?',
      lines: [[requestsInFlight, credentialChecks, refusedRequests]],
    },
    {
      title: 'Configuration, connections, defects',
      lines: [
        [certificates, configReloads, lostAndBroken],
        [descriptors, resources],
      ],
    },
  ],
});
