import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ConfigView } from '../../admin/config.ts';
import type { UpstreamView } from '../../admin/upstreams.ts';
import type { Polled } from './poll.ts';

/** How the gateway is: its configuration and its upstreams. */
export interface Status {
  readonly config: ConfigView;
  readonly upstreams: readonly UpstreamView[];
}

/** One poll for all views. */
export const StatusContext = createContext<Polled<Status> | null>(null);

export function useStatus(): Polled<Status> {
  const polled = useContext(StatusContext);
  if (polled === null) throw new Error('useStatus outside of the shell');
  return polled;
}
