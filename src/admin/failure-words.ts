import type { Failure, Reason } from '../outcome.ts';

interface Words {
  /** What happened, as the end of a sentence that begins with the upstream. */
  readonly what: string;
  /** What a person can do about it. */
  readonly todo: string;
}

const words: Readonly<Record<Reason, Words>> = {
  timeout: {
    what: 'did not answer within its timeoutMs',
    todo: 'Make the answer faster, or raise timeoutMs in the file.',
  },
  deadline: {
    what: 'was not done when the answer had to be written',
    todo: "Make the answer faster than the gateway's deadlineMs; the call goes on, and what it brings is shown next time.",
  },
  breaker_open: {
    what: 'is left alone for a while after too many failures',
    todo: 'Mend what failed before; the breaker tries again by itself.',
  },
  limit: {
    what: 'has no place free under its limits',
    todo: 'Raise limits.concurrency, limits.queue or limits.requestsPerSecond, or make it faster.',
  },
  connect: {
    what: 'takes no connection',
    todo: 'Is it running, and do host and port of its url lead there?',
  },
  dns: {
    what: 'has a host name that does not resolve, or that may not be used',
    todo: 'Correct the host in its url, or ask from a machine that can resolve it.',
  },
  tls: {
    what: 'has a certificate that is not trusted, or speaks no TLS',
    todo: 'Does its url say https, and name the host of the certificate? Give a CA of your own as tls.ca, or in NODE_EXTRA_CA_CERTS.',
  },
  reset: {
    what: 'ended the connection before its answer was whole',
    todo: "Look into the service's log for a crash or a restart.",
  },
  protocol: {
    what: 'answers with something that is not HTTP',
    todo: 'Does its url lead to the right port?',
  },
  status: {
    what: 'answers with a status that is no answer',
    todo: "Ask it for the same with curl, and look into the service's log; redirects are not followed.",
  },
  auth: {
    what: 'refuses the credentials',
    todo: 'Check the token or secret in its file, and what it may read.',
  },
  retry_after: {
    what: 'has asked to be left alone for a while',
    todo: 'Wait, and ask less often: limits.requestsPerSecond.',
  },
  content_type: {
    what: 'says that its answer is not JSON',
    todo: 'Answer with content-type: application/json.',
  },
  encoding: {
    what: 'compresses its answer in a way that cannot be read',
    todo: 'Send gzip or nothing.',
  },
  too_large: {
    what: 'sends more than may be',
    todo: "Send less, or raise maxResponseBytes of the upstream, or the gateway's maxCardBytes for one card.",
  },
  invalid_body: {
    what: 'answers with something of the wrong shape',
    todo: 'Send JSON: {"cards": [{"key", "timeToLiveSeconds", "components"}]} for the plain adapter.',
  },
  invalid_card: {
    what: 'sends a card that Plain would refuse',
    todo: 'Correct the value at the pointer: in the service, whose answer `customer-cards-gateway lint` checks before it ships, or in the file that makes the card.',
  },
  missing_key: {
    what: 'leaves the card out of its answer',
    todo: 'Answer every key that is asked for: "components": null where there is no data.',
  },
  mapping: {
    what: "answers, but the card's mapping cannot make a card of it",
    todo: 'Correct the expression; `customer-cards-gateway try` with --explain shows the response and each value.',
  },
  wrong_customer: {
    what: 'answers about somebody else: what `expect:` says does not hold',
    todo: 'Do not ship it. Check lookup and request: they must name the customer.',
  },
  disabled: {
    what: 'is switched off by an operator',
    todo: 'Switch it on again with `customer-cards-gateway enable`, or wait.',
  },
  purged: {
    what: 'was purged while it was being fetched',
    todo: 'Ask again.',
  },
  internal: {
    what: 'met with an error that nobody expected',
    todo: 'Look into the log of the gateway, and report it with what is found there.',
  },
};

/** What happened, in words: `answers with a status that is no answer (500)`. */
export function describeFailure({ reason, status, detail }: Failure): string {
  const facts = [status === 200 ? undefined : status, detail].filter((fact) => fact !== undefined);
  return facts.length === 0 ? words[reason].what : `${words[reason].what} (${facts.join(', ')})`;
}

/** What to do about it, in sentences. */
export function remedyOf({ reason }: Failure): string {
  return words[reason].todo;
}
