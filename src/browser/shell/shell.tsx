import { useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Scene } from '../../admin/api.ts';
import { view } from '../app/location.ts';
import { usePolled } from '../app/poll.ts';
import type { Polled } from '../app/poll.ts';
import { askSignedIn, readScene } from '../app/session.ts';
import { StatusContext } from '../app/status.ts';
import type { Status } from '../app/status.ts';
import { Header } from './header.tsx';
import { Problems } from './problems.tsx';
import { ViewHost } from './view-host.tsx';

/** Everything around a view. */
export function Shell({ scene }: { readonly scene: Scene }) {
  const status = usePolled<Status>(() => askSignedIn('upstreams'));
  useConfigWatch(status);
  return (
    <StatusContext value={status}>
      <div class="shell">
        <a class="skip-link button is-primary" href="#main" onClick={skipToMain}>
          Skip to the content
        </a>
        <Header />
        <Problems scene={scene} config={status.latest.value?.config ?? null} />
        <main id="main" tabIndex={-1}>
          <ViewHost view={view.value} scene={scene} />
        </main>
        <footer class="shell-footer muted small">
          customer-cards-gateway <span class="number">{scene.version}</span>
        </footer>
      </div>
    </StatusContext>
  );
}

/** Without a change of the address: that names the view. */
function skipToMain(event: Event): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

/** Another configuration comes with another scene. */
function useConfigWatch({ latest }: Polled<Status>): void {
  const loadedAt = useRef<string>(null);
  useSignalEffect(() => {
    const current = latest.value?.config.loadedAt;
    if (current === undefined || current === loadedAt.current) return;
    if (loadedAt.current !== null) void readScene();
    loadedAt.current = current;
  });
}
