import { graph } from '../grafana/graph.ts';
import { max, min, perMinute, scope, sum, total } from '../queries.ts';
import type { Panel } from '../grafana/schema.ts';
import { table } from '../grafana/table.ts';
import { tile } from '../grafana/tile.ts';
import { expirySteps, perMinuteUnit } from '../words.ts';

const expiry = `customer_cards_certificate_expiry_timestamp_seconds{${scope}} - time()`;
const noCertificates = 'none configured';

export const configurationOnDisk: Panel = tile({
  title: 'Configuration on disk',
  description:
    'Whether it is what the gateways run. One that is refused leaves the old one in use, and would stop a restart; the log says what is wrong.',
  unit: 'none',
  min: 0,
  max: 1,
  words: { 0: ['refused', 'red'], 1: ['in use', 'green'] },
  queries: { configuration: min({ metric: 'customer_cards_config_last_reload_successful' }) },
});

export const waitingForRestart: Panel = tile({
  title: 'Fields that await a restart',
  description: 'What changed on disk and is not in force before a restart: addresses, for example.',
  unit: 'none',
  min: 0,
  steps: ['green', [1, 'yellow']],
  queries: { fields: max({ metric: 'customer_cards_config_fields_awaiting_restart' }) },
});

export const firstExpiry: Panel = tile({
  title: 'Next certificate expires in',
  description: 'Of all that the configuration names. A ticket comes at 14 days, a page at 2.',
  unit: 's',
  noValue: noCertificates,
  steps: expirySteps,
  queries: { left: `min(${expiry})` },
});

export const certificates: Panel = table({
  title: 'Certificates',
  description: 'All that the configuration names, and how long they are still good for.',
  noValue: noCertificates,
  queries: { left: `min by (certificate, upstream) (${expiry})` },
  columns: {
    certificate: { title: 'Certificate' },
    upstream: { title: 'Service' },
    left: { title: 'Expires in', unit: 's', steps: expirySteps },
  },
});

/** Of all services, or of those that `where` selects. */
export function switchedOff(where?: string): Panel {
  const metric = 'customer_cards_disabled';
  return tile({
    title: 'Switched off by an operator',
    description:
      'Services, and cards, that show a notice because somebody said so on the admin listener.',
    unit: 'none',
    noValue: 'nothing',
    steps: ['green', [1, 'orange']],
    showsNames: true,
    queries: {
      '{{upstream}} {{card}}': max({ metric, by: 'upstream, card', ...(where && { where }) }),
    },
  });
}

export const draining: Panel = tile({
  title: 'Gateways that are stopping',
  description: 'They finish what they began. It takes little more than 2 minutes at most.',
  unit: 'none',
  min: 0,
  steps: ['green', [1, 'yellow']],
  queries: { draining: sum({ metric: 'customer_cards_draining' }) },
});

export const defects: Panel = tile({
  title: 'Defects',
  description:
    'Unexpected errors in the time shown. Each cost one card or call; the log has their stacks.',
  unit: 'none',
  min: 0,
  steps: ['green', [0.5, 'red']],
  queries: { defects: `round(${total({ metric: 'customer_cards_defects_total' })})` },
});

export const configReloads: Panel = graph({
  title: 'Reloads of the configuration',
  description: 'By result. A reload that is refused leaves the old configuration in use.',
  unit: perMinuteUnit,
  min: 0,
  isRare: true,
  colors: { ok: 'green', refused: 'red' },
  queries: {
    '{{result}}': perMinute({ metric: 'customer_cards_config_reloads_total', by: 'result' }),
  },
});

export const lostAndBroken: Panel = graph({
  title: 'Defects, and what was dropped',
  description:
    'All of it is 0. Lines of the log and spans of traces are dropped when whoever takes them is too slow.',
  unit: perMinuteUnit,
  min: 0,
  isRare: true,
  queries: {
    defects: perMinute({ metric: 'customer_cards_defects_total' }),
    'log lines': perMinute({ metric: 'customer_cards_log_lines_dropped_total' }),
    spans: perMinute({ metric: 'customer_cards_spans_dropped_total' }),
  },
});
