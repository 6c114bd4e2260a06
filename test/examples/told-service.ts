import { parse } from 'yaml';
import type { Recipe, ToldAnswer } from './page.ts';
import type { ServiceAnswer, ServiceRequest } from './http-service.ts';

interface Auth {
  readonly bearer?: string;
  readonly basic?: { readonly username: string; readonly password: string };
  readonly header?: { readonly name: string; readonly value: string };
  readonly oauth2?: { readonly clientId: string; readonly clientSecret: string };
}

const accessToken = 'token-of-the-day';

/** Answers what the recipe tells, to who proves itself as its file says; 404 to anything else. */
export function createToldService({
  yaml,
  answers,
}: Recipe): (request: ServiceRequest) => ServiceAnswer {
  const { auth } = parse(fillIn(yaml)) as { readonly auth: Auth };
  const byRequest = new Map(answers.map((answer) => [answer.request, answer]));
  return (request) => {
    if (auth.oauth2 && request.path.endsWith('/oauth2/token')) return grant(request, auth.oauth2);
    if (!isProven(request, auth)) return { status: 401, body: {} };
    const told = byRequest.get(`${request.method} ${request.target}`);
    return told === undefined ? { status: 404, body: {} } : answer(told);
  };
}

/** The variables that a file wants, each with a value of its own. */
export function variablesOf(yaml: string): Record<string, string> {
  const names = [...yaml.matchAll(/\$\{([A-Z_]+)\}/g)].map(([, name = '']) => name);
  return Object.fromEntries(names.map((name) => [name, `secret-of-${name.toLowerCase()}`]));
}

function fillIn(yaml: string): string {
  const variables = variablesOf(yaml);
  return yaml.replaceAll(/\$\{([A-Z_]+)\}/g, (_all, name: string) => variables[name] ?? '');
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function isProven({ headers }: ServiceRequest, auth: Auth): boolean {
  if (auth.header) return headers[auth.header.name] === auth.header.value;
  const expected = auth.basic
    ? basic(auth.basic.username, auth.basic.password)
    : `Bearer ${auth.oauth2 ? accessToken : auth.bearer}`;
  return headers.authorization === expected;
}

function grant(
  { method, headers, text }: ServiceRequest,
  { clientId, clientSecret }: Required<Auth>['oauth2'],
): ServiceAnswer {
  const isAsked = new URLSearchParams(text).get('grant_type') === 'client_credentials';
  const isClient = headers.authorization === basic(clientId, clientSecret);
  return method === 'POST' && isAsked && isClient
    ? { status: 200, body: { access_token: accessToken, token_type: 'Bearer', expires_in: 3600 } }
    : { status: 401, body: { error: 'invalid_client' } };
}

function answer({ body, hasNextPage }: ToldAnswer): ServiceAnswer {
  const link = '<https://deploys.internal/?page=2>; rel="next"';
  return { status: 200, body, headers: hasNextPage ? { link } : {} };
}
