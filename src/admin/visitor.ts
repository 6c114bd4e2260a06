import { singleHeader } from '../authenticate/headers.ts';
import type { RequestHeaders } from '../authenticate/headers.ts';
import type { Session } from './sessions.ts';

/** Who asks for something, as far as can be known. */
export interface Visitor {
  /** Null for who sends the token itself. */
  readonly session: string | null;
  readonly address: string;
  /** Whom a proxy in front names; null without one. */
  readonly user: string | null;
}

export interface VisitorFacts {
  readonly headers: RequestHeaders;
  readonly address: string;
  readonly session: Session | undefined;
  /** The header that names the user. */
  readonly userHeader: string | undefined;
}

/** For the log, so a name is cut short and loses what could pass for something else there. */
export function describeVisitor(facts: VisitorFacts): Visitor {
  const { headers, address, session, userHeader = '' } = facts;
  const user = singleHeader(headers, userHeader.toLowerCase());
  return {
    session: session?.ref ?? null,
    address,
    user: user === null ? null : user.replaceAll(/[^\w .@+-]/g, '?').slice(0, 200),
  };
}
