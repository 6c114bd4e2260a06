import { cacheDashboard } from './dashboards/cache.ts';
import { overview } from './dashboards/overview.ts';
import { runtimeDashboard } from './dashboards/runtime.ts';
import { upstreamDashboard } from './dashboards/upstream.ts';

/** Each as a file of config/grafana/dashboards, which is named by its uid. */
export function dashboards() {
  return [overview, upstreamDashboard, cacheDashboard, runtimeDashboard].map((dashboard) => ({
    file: `config/grafana/dashboards/${dashboard.uid}.json`,
    text: JSON.stringify(dashboard),
  }));
}
