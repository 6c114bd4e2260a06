import { useRef } from 'preact/hooks';
import type { Scene } from '../../admin/api.ts';
import type { ConfigView } from '../../admin/config.ts';
import { isGatewayGone } from '../app/connection.ts';
import { Notice } from './notice.tsx';

interface ProblemsProps {
  readonly scene: Scene;
  /** null before it is known. */
  readonly config: ConfigView | null;
}

/** What concerns every view: the gateway is gone, or another than these pages are from, or has not taken a change. */
export function Problems({ scene, config }: ProblemsProps) {
  const { current: firstVersion } = useRef(scene.version);
  return (
    <div class="shell-problems" role="status">
      {isGatewayGone.value && (
        <Notice kind="error">
          The gateway does not answer. What is shown is what it said last; these pages go on by
          themselves as soon as it is back.
        </Notice>
      )}
      {config?.lastReload?.isSuccessful === false && (
        <Notice kind="warning">
          The configuration was changed, and what it says now is wrong, so the one before stays in
          use. The gateway's log has file and line of each mistake, and so has{' '}
          <code>customer-cards-gateway check</code>.
        </Notice>
      )}
      {config !== null && config.takesRestart.length > 0 && (
        <Notice kind="info">
          Changed, but not in use before a restart: <code>{config.takesRestart.join(', ')}</code>
        </Notice>
      )}
      {scene.version !== firstVersion && (
        <Notice kind="info" action={<ReloadPage />}>
          The gateway is {scene.version} now; these pages are from {firstVersion}.
        </Notice>
      )}
    </div>
  );
}

export function ReloadPage() {
  return (
    <button type="button" class="button is-small" onClick={() => location.reload()}>
      Reload the page
    </button>
  );
}
