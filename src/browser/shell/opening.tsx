import { isGatewayGone } from '../app/connection.ts';
import { Notice } from './notice.tsx';

/** While nothing is known yet. */
export function Opening() {
  return (
    <main class="opening">
      {isGatewayGone.value ? (
        <Notice kind="error">
          The gateway does not answer. This page goes on by itself as soon as it is there.
        </Notice>
      ) : (
        <p class="muted" role="status">
          Asking the gateway …
        </p>
      )}
    </main>
  );
}
