import { useRef } from 'preact/hooks';
import type { Scene } from '../../admin/api.ts';
import type { ConfigView } from '../../admin/config.ts';
import type { ReloadProblem } from '../../observe/events.ts';
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
        <NotTaken problems={config.lastReload.problems} />
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

/** Somebody has saved a mistake. */
function NotTaken({ problems }: { readonly problems: readonly ReloadProblem[] }) {
  return (
    <Notice kind="warning">
      <strong>The configuration on disk has mistakes, so the one before stays in use.</strong>
      <ul>
        {problems.map((problem, index) => (
          <li key={index}>
            {problem.file !== undefined && <code>{placeOf(problem)}</code>}{' '}
            {[problem.path, problem.message].filter(Boolean).join(': ')}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** `upstreams/billing.yaml:7:3`. */
function placeOf({ file, line, column }: ReloadProblem): string {
  return line === undefined ? `${file}` : `${file}:${line}:${column}`;
}

export function ReloadPage() {
  return (
    <button type="button" class="button is-small" onClick={() => location.reload()}>
      Reload the page
    </button>
  );
}
