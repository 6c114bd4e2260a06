import { useSignal } from '@preact/signals';
import { useStatus } from '../app/status.ts';
import { Notice } from '../shell/notice.tsx';
import { SwitchDialog } from './switch-dialog.tsx';
import type { Target } from './switch.ts';
import { UpstreamCard } from './upstream-card.tsx';

/** How each service is doing, and the switches that keep it from being asked. */
export function UpstreamsView() {
  const { latest, problem, refresh } = useStatus();
  const target = useSignal<Target | null>(null);
  const upstreams = latest.value?.upstreams;
  return (
    <>
      {problem.value !== null && <Notice kind="error">{problem.value}</Notice>}
      {upstreams === undefined && <p class="muted">Asking the gateway …</p>}
      {upstreams?.length === 0 && <NoUpstreams />}
      <div class="upstreams">
        {upstreams?.map((upstream) => (
          <UpstreamCard
            key={upstream.name}
            upstream={upstream}
            switchOff={(next) => (target.value = next)}
            refresh={refresh}
          />
        ))}
      </div>
      {target.value !== null && (
        <SwitchDialog target={target.value} close={() => (target.value = null)} refresh={refresh} />
      )}
    </>
  );
}

function NoUpstreams() {
  return (
    <Notice>
      No service is registered yet. Put a file into <code>upstreams/</code>, by hand or with{' '}
      <code>npx customer-cards-gateway add</code>: it shows up here by itself.
    </Notice>
  );
}
