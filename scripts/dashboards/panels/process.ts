import { graph } from '../grafana/graph.ts';
import { ago, max, min, perSecond, sum } from '../queries.ts';
import type { Panel } from '../grafana/schema.ts';
import { table } from '../grafana/table.ts';

const by = 'instance';

export const replicas: Panel = table({
  title: 'Replicas',
  description:
    'Which run, since when, and with what. Replicas with different hashes have different files: a reload is under way, or was refused on one of them.',
  noValue: 'No gateway is known',
  by,
  queries: {
    build: max({ metric: 'customer_cards_build_info', by: 'instance, version, node' }),
    config: max({ metric: 'customer_cards_config_info', by: 'instance, hash' }),
    inUse: min({ metric: 'customer_cards_config_last_reload_successful', by }),
    loaded: ago({ metric: 'customer_cards_config_last_reload_success_timestamp_seconds', by }),
    running: ago({ metric: 'process_start_time_seconds', by }),
    draining: max({ metric: 'customer_cards_draining', by }),
  },
  columns: {
    instance: { title: 'Replica' },
    version: { title: 'Version' },
    node: { title: 'Node' },
    hash: { title: 'Configuration' },
    inUse: { title: 'The one on disk', words: { 0: ['refused', 'red'], 1: ['in use', 'green'] } },
    loaded: { title: 'Loaded ago', unit: 's', min: 0 },
    running: { title: 'Running for', unit: 's', min: 0 },
    draining: { title: 'State', words: { 0: ['serving', 'green'], 1: ['stopping', 'yellow'] } },
  },
});

export const loopDelay: Panel = graph({
  title: 'Delay of the event loop',
  description:
    'How late timers fire. Some milliseconds are usual; at 100 ms everything waits, also what services answered in time.',
  unit: 's',
  min: 0,
  queries: {
    '{{instance}} p50': max({ metric: 'nodejs_eventloop_lag_p50_seconds', by }),
    '{{instance}} p99': max({ metric: 'nodejs_eventloop_lag_p99_seconds', by }),
    '{{instance}} at most': max({ metric: 'nodejs_eventloop_lag_max_seconds', by }),
  },
});

export const cpu: Panel = graph({
  title: 'CPU in use',
  description:
    'Of one core. Requests are worked on by one thread, so at about 100 % a replica has no more to give.',
  unit: 'percentunit',
  min: 0,
  queries: { '{{instance}}': perSecond({ metric: 'process_cpu_seconds_total', by }) },
});

export const memory: Panel = graph({
  title: 'Memory',
  description:
    'All of it (RSS), and of that the JavaScript heap. The container needs room for the heap limit and about as much again.',
  unit: 'bytes',
  min: 0,
  queries: {
    '{{instance}} RSS': sum({ metric: 'process_resident_memory_bytes', by }),
    '{{instance}} heap': sum({ metric: 'nodejs_heap_size_total_bytes', by }),
    '{{instance}} heap in use': sum({ metric: 'nodejs_heap_size_used_bytes', by }),
    '{{instance}} outside the heap': sum({ metric: 'nodejs_external_memory_bytes', by }),
  },
});

export const heapSpaces: Panel = graph({
  title: 'Heap in use, by space',
  description:
    'old holds the cache, new what requests make and drop. A leak is an old space that never falls.',
  unit: 'bytes',
  min: 0,
  isStacked: true,
  queries: { '{{space}}': sum({ metric: 'nodejs_heap_space_size_used_bytes', by: 'space' }) },
});

export const garbageCollection: Panel = graph({
  title: 'Time spent on garbage collection',
  description: 'Share of the time, by kind. Above 10 % the heap is too small for the cache.',
  unit: 'percentunit',
  min: 0,
  isStacked: true,
  queries: { '{{kind}}': perSecond({ metric: 'nodejs_gc_duration_seconds_sum', by: 'kind' }) },
});

export const descriptors: Panel = graph({
  title: 'File descriptors',
  description: 'Connections, mostly. At the bound no more can be opened or taken.',
  unit: 'short',
  min: 0,
  queries: {
    '{{instance}} open': max({ metric: 'process_open_fds', by }),
    '{{instance}} bound': max({ metric: 'process_max_fds', by }),
  },
});

export const resources: Panel = graph({
  title: 'What keeps the event loop busy',
  description: 'Sockets, timers and so on, by their type. What only ever grows is a leak.',
  unit: 'short',
  min: 0,
  isStacked: true,
  queries: { '{{type}}': sum({ metric: 'nodejs_active_resources', by: 'type' }) },
});
