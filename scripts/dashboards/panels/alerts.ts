import type { Panel } from '../grafana/schema.ts';
import { table } from '../grafana/table.ts';
import { tile } from '../grafana/tile.ts';
import { pageSteps, ticketSteps } from '../words.ts';

/** Whose alerts: those of the job, and the one about no gateway, which knows no job. */
export const ofJob = 'job=~"$job|"';
export const ofUpstream = 'job="$job",upstream="$upstream"';

function firing(where: string): string {
  return `ALERTS{alertname=~"CustomerCards.+",alertstate="firing",${where}}`;
}

export function alertsFiring(where: string): Panel {
  const count = (severity: string) =>
    `count(${firing(`${where},severity="${severity}"`)}) or vector(0)`;
  return tile({
    title: 'Alerts that fire',
    description: 'Pages are about what agents notice now; tickets can wait for the morning.',
    unit: 'none',
    min: 0,
    steps: pageSteps,
    ownSteps: { tickets: ticketSteps },
    queries: { pages: count('page'), tickets: count('ticket') },
  });
}

export function alertList(where: string): Panel {
  return table({
    title: 'Alerts that fire',
    description:
      'Each leads to its runbook, and its service to the dashboard of the service. Alertmanager may have silenced some that others explain.',
    noValue: 'No alert fires',
    queries: {
      firing: `max by (alertname, severity, team, upstream, card) (${firing(where)})`,
    },
    columns: {
      alertname: {
        title: 'Alert',
        link: {
          title: 'Runbook',
          url: 'https://docs.example.com/customer-cards/runbooks/${__value.raw}.md',
        },
      },
      severity: { title: 'Severity' },
      team: { title: 'Team' },
      upstream: { title: 'Service', link: toUpstream },
      card: { title: 'Card' },
    },
  });
}

/** From a cell with its name. */
export const toUpstream = {
  title: 'Dashboard of the service',
  url: '/d/customer-cards-upstream?${datasource:queryparam}&${job:queryparam}&${instance:queryparam}&var-upstream=${__value.raw:percentencode}&${__url_time_range}',
};
