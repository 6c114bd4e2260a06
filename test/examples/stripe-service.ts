import type { ServiceAnswer, ServiceRequest } from './http-service.ts';
import { parseSearch } from './stripe-search.ts';
import type { Clause } from './stripe-search.ts';

export interface StripeCustomer {
  readonly id: string;
  readonly email: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

/** What the account holds; each list the newest first. */
export interface StripeAccount {
  readonly key: string;
  readonly version: string;
  readonly customers: readonly StripeCustomer[];
  readonly subscriptions: readonly { readonly customer: string }[];
  readonly invoices: readonly { readonly customer: string }[];
}

type Find = (account: StripeAccount, query: URLSearchParams) => readonly unknown[] | string;

/** The parameters that a path takes, and what it finds, or why it refuses. */
const paths = new Map<string, { readonly parameters: readonly string[]; readonly find: Find }>([
  ['/v1/customers/search', { parameters: ['query', 'limit'], find: searchCustomers }],
  ['/v1/customers', { parameters: ['email', 'limit'], find: findByEmail }],
  ['/v1/subscriptions', { parameters: ['customer', 'limit'], find: listOf('subscriptions') }],
  ['/v1/invoices', { parameters: ['customer', 'limit'], find: listOf('invoices') }],
]);

/** The part of Stripe's API that the example asks, as strict as Stripe: credentials, version, parameters, and search queries. */
export function createStripe(account: StripeAccount): (request: ServiceRequest) => ServiceAnswer {
  return ({ method, path, query, headers, body }) => {
    if (headers.authorization !== `Bearer ${account.key}`)
      return refusal(401, 'Invalid API Key provided');
    if (headers['stripe-version'] !== account.version)
      return refusal(400, 'Invalid Stripe API version');
    const known = paths.get(path);
    if (known === undefined || method !== 'GET' || body !== undefined)
      return refusal(404, `Unrecognized request URL (${method}: ${path})`);
    const problem = findProblem(query, known.parameters);
    if (problem !== undefined) return refusal(400, problem);
    const found = known.find(account, query);
    if (typeof found === 'string') return refusal(400, found);
    const limit = Number(query.get('limit') ?? 10);
    const object = path.endsWith('/search') ? 'search_result' : 'list';
    const page = { object, url: path, has_more: found.length > limit, data: found.slice(0, limit) };
    return { status: 200, body: page };
  };
}

function refusal(status: number, message: string): ServiceAnswer {
  return { status, body: { error: { type: 'invalid_request_error', message } } };
}

function findProblem(query: URLSearchParams, parameters: readonly string[]): string | undefined {
  const names = [...query.keys()];
  const unknown = names.find((name) => !parameters.includes(name));
  if (unknown !== undefined) return `Received unknown parameter: ${unknown}`;
  if (new Set(names).size < names.length) return 'Received a parameter twice';
  if (query.has('limit') && !/^(?:[1-9]\d?|100)$/.test(query.get('limit') ?? ''))
    return 'Invalid integer: limit';
  return undefined;
}

function listOf(list: 'subscriptions' | 'invoices'): Find {
  return (account, query) =>
    account.customers.some(({ id }) => id === query.get('customer'))
      ? account[list].filter(({ customer }) => customer === query.get('customer'))
      : 'No such customer';
}

/** The list's filter is exact, and case counts. */
function findByEmail({ customers }: StripeAccount, query: URLSearchParams): readonly unknown[] {
  return customers.filter(({ email }) => !query.has('email') || email === query.get('email'));
}

/** The search is an exact match in any case. What the grammar leaves open is read both ways, and whatever matches is found. */
function searchCustomers(
  { customers }: StripeAccount,
  query: URLSearchParams,
): readonly unknown[] | string {
  const source = query.get('query') ?? '';
  const readings = [parseSearch(source, 'anything'), parseSearch(source, 'quotes')];
  const parsed = readings.filter((reading) => reading !== undefined);
  if (parsed.length === 0)
    return 'We were unable to parse your search query. Try using the format `metadata["key"]:"value"` to query for metadata or key:"value" to query for other fields.';
  return customers.filter((customer) =>
    parsed.some(({ clauses, joinedBy }) =>
      joinedBy === 'OR'
        ? clauses.some((clause) => matches(customer, clause))
        : clauses.every((clause) => matches(customer, clause)),
    ),
  );
}

function matches(customer: StripeCustomer, { field, isNegated, operator, value }: Clause): boolean {
  const key = /^metadata\['(.*)'\]$/.exec(field)?.[1];
  const held = key === undefined ? fieldOf(customer, field) : (customer.metadata[key] ?? null);
  const isMatch =
    operator === '~'
      ? (held ?? '').toLowerCase().includes((value ?? '').toLowerCase())
      : held?.toLowerCase() === value?.toLowerCase();
  return isMatch !== isNegated;
}

function fieldOf({ id, email }: StripeCustomer, field: string): string | null {
  return field === 'email' ? email : id;
}
