import type { ServiceAnswer, ServiceRequest } from './http-service.ts';

export interface Contact {
  readonly id: string;
  readonly external_id: string | null;
  readonly email: string;
}

export interface Conversation {
  readonly contacts: { readonly contacts: readonly { readonly id: string }[] };
}

export interface IntercomWorkspace {
  readonly token: string;
  readonly contacts: readonly Contact[];
  /** The last changed first. */
  readonly conversations: readonly Conversation[];
  /** The bodies of errors, as published. */
  readonly unauthorized: unknown;
  readonly notFound: unknown;
}

const byExternalId = '/contacts/find_by_external_id/';

/** The part of Intercom's API that the example asks; refuses any other path, method or body. */
export function createIntercom(
  workspace: IntercomWorkspace,
): (request: ServiceRequest) => ServiceAnswer {
  const { contacts, conversations } = workspace;
  const found = (body: unknown): ServiceAnswer =>
    body === undefined ? { status: 404, body: workspace.notFound } : { status: 200, body };

  return (request) => {
    const { headers, path, method } = request;
    if (headers.authorization !== `Bearer ${workspace.token}` || request.query.size > 0)
      return { status: 401, body: workspace.unauthorized };
    if (headers['intercom-version'] !== '2.15') return invalid('intercom_version_invalid');
    if (method === 'GET' && path.startsWith(byExternalId)) {
      const externalId = decodeURIComponent(path.slice(byExternalId.length));
      return found(contacts.find(({ external_id }) => external_id === externalId));
    }
    if (method === 'GET') return found(contacts.find(({ id }) => path === `/contacts/${id}`));
    if (path === '/contacts/search') return searchContacts(contacts, request.body);
    if (path === '/conversations/search') return searchConversations(conversations, request.body);
    return found(undefined);
  };
}

function invalid(code: string): ServiceAnswer {
  return { status: 400, body: { type: 'error.list', errors: [{ code }] } };
}

interface Search {
  readonly value: string;
  readonly perPage: number;
}

/** One filter `field = value`, and nothing else but the page and its order. */
function readSearch(body: unknown, field: string): Search | undefined {
  const { query, pagination, sort, ...others } = body as Record<string, Record<string, unknown>>;
  const { value, ...filter } = query ?? {};
  const { per_page: perPage } = pagination ?? {};
  const isPage = sort === undefined || Object.values(sort).join() === 'updated_at,descending';
  const isFilter = JSON.stringify(filter) === JSON.stringify({ field, operator: '=' });
  return isFilter &&
    isPage &&
    Object.keys(others).length === 0 &&
    typeof value === 'string' &&
    typeof perPage === 'number'
    ? { value, perPage }
    : undefined;
}

function searchContacts(contacts: readonly Contact[], body: unknown): ServiceAnswer {
  const search = readSearch(body, 'email');
  if (search === undefined) return invalid('parameter_invalid');
  const data = contacts.filter(({ email }) => email.toLowerCase() === search.value.toLowerCase());
  const page = { type: 'list', total_count: data.length, data: data.slice(0, search.perPage) };
  return { status: 200, body: page };
}

function searchConversations(all: readonly Conversation[], body: unknown): ServiceAnswer {
  const search = readSearch(body, 'contact_ids');
  if (search === undefined) return invalid('parameter_invalid');
  const theirs = all.filter(({ contacts }) =>
    contacts.contacts.some(({ id }) => id === search.value),
  );
  const conversations = theirs.slice(0, search.perPage);
  const page = { type: 'conversation.list', total_count: theirs.length, conversations };
  return { status: 200, body: page };
}
