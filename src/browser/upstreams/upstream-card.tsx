import type { UpstreamView } from '../../admin/upstreams.ts';
import { Fact } from '../shell/fact.tsx';
import { formatMs } from '../app/words.ts';
import { CardList } from './card-list.tsx';
import { conditionOf } from './condition.ts';
import { Failures } from './failures.tsx';
import { History } from './history.tsx';
import { SwitchButton } from './switch-button.tsx';
import type { SwitchProps } from './switch-button.tsx';

interface UpstreamCardProps extends SwitchProps {
  readonly upstream: UpstreamView;
}

export function UpstreamCard({ upstream, ...switches }: UpstreamCardProps) {
  const { name, title, team, adapter, disabled } = upstream;
  const { color, label, words } = conditionOf(upstream);
  const id = `upstream-${name}`;
  return (
    <article class="surface upstream" aria-labelledby={id}>
      <header class="upstream-header">
        <div class="upstream-name anywhere">
          <h2 id={id}>{title}</h2>
          <p class="muted small">
            <code>{name}</code>
            {team !== null && ` · ${team}`} · {adapter}
          </p>
        </div>
        <SwitchButton target={{ upstream: name }} isOff={disabled !== null} {...switches} />
      </header>
      <p class="upstream-condition">
        <span class={`badge is-${color}`}>{label}</span> {words}
      </p>
      <Load upstream={upstream} />
      <CardList upstream={upstream} {...switches} />
      <History transitions={upstream.breaker.transitions} />
      <Failures failures={upstream.recentFailures} />
    </article>
  );
}

function Load({ upstream }: Pick<UpstreamCardProps, 'upstream'>) {
  const { inFlight, queued, latency } = upstream;
  return (
    <dl class="facts">
      <Fact name="In flight">{inFlight}</Fact>
      <Fact name="Queued">{queued}</Fact>
      {latency !== null && (
        <>
          <Fact name="p50">{formatMs(latency.p50Ms)}</Fact>
          <Fact name="p95">{formatMs(latency.p95Ms)}</Fact>
          <Fact name="Calls">{latency.calls}</Fact>
        </>
      )}
    </dl>
  );
}
