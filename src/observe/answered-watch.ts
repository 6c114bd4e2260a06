import type { Answered, GatewayEvents } from './events.ts';

/** Tells whoever asked something by itself how that ended. */
export interface AnsweredWatch {
  readonly events: Partial<GatewayEvents>;
  /** Calls `told` when the request of this id is answered; the returned function ends that. */
  readonly follow: (requestId: string, told: (event: Answered) => void) => () => void;
}

export function createAnsweredWatch(): AnsweredWatch {
  const followers = new Map<string, (event: Answered) => void>();
  return {
    events: { answered: (event) => followers.get(event.requestId ?? '')?.(event) },
    follow(requestId, told) {
      followers.set(requestId, told);
      return () => void followers.delete(requestId);
    },
  };
}
