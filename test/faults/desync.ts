import { authentic, cardsBody, cardsRequest } from './raw-client.ts';

/** One way to make two readers of the same bytes disagree. */
export interface DesyncCase {
  readonly name: string;
  readonly bytes: string;
  /** Statuses of all answers; default: one refusal and the end of the connection. */
  readonly answers?: readonly number[];
}

/** Nothing of this customer may ever be asked for: it is only in what is smuggled. */
export const smuggledId = 'c_smuggled';

const smuggled = cardsRequest(smuggledId);
const body = cardsBody('c_1');
const chunked = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;

/** A head with `lines` in addition, then `rest`. */
function post(lines: readonly string[], rest: string, start = 'POST /cards HTTP/1.1'): string {
  return `${start}\r\n${authentic}${lines.map((line) => `${line}\r\n`).join('')}\r\n${rest}`;
}

const length = `Content-Length: ${body.length}`;
const te = 'Transfer-Encoding: chunked';

function framed(lines: readonly string[], rest = `${body}${smuggled}`): string {
  return post(lines, rest);
}

/** Requests whose end is a matter of opinion. */
const ambiguous: Readonly<Record<string, string>> = {
  'length and chunked': framed([length, te], `${chunked}${smuggled}`),
  'chunked and length': framed([te, length], `${chunked}${smuggled}`),
  'length and chunked, body by length': framed([length, te]),
  'two lengths': framed([length, `Content-Length: ${body.length + smuggled.length}`]),
  'the same length twice': framed([length, length]),
  'a list of lengths': framed([`${length}, ${body.length}`]),
  'a length with a sign': framed([`Content-Length: +${body.length}`]),
  'a negative length': framed(['Content-Length: -1']),
  'a length in hex': framed([`Content-Length: 0x${body.length.toString(16)}`]),
  'a length in two words': framed([`Content-Length: ${body.length} 0`]),
  'no digits in the length': framed(['Content-Length: ']),
  'a length beyond 64 bits': framed(['Content-Length: 99999999999999999999']),
  'an unknown transfer encoding': framed(['Transfer-Encoding: xchunked'], `${chunked}${smuggled}`),
  'identity as transfer encoding': framed(['Transfer-Encoding: identity']),
  'chunked, then identity': framed(
    ['Transfer-Encoding: chunked, identity'],
    `${chunked}${smuggled}`,
  ),
  'chunked, then something': framed([te, 'Transfer-Encoding: x'], `${chunked}${smuggled}`),
  'a vertical tab before chunked': framed(
    ['Transfer-Encoding: \u000bchunked'],
    `${chunked}${smuggled}`,
  ),
  'a space before the colon': framed(
    [length, 'Transfer-Encoding : chunked'],
    `${chunked}${smuggled}`,
  ),
  'a folded header': framed(
    [length, 'X-A: b', ' Transfer-Encoding: chunked'],
    `${chunked}${smuggled}`,
  ),
  'a folded transfer encoding': framed(
    [length, 'Transfer-Encoding:', ' chunked'],
    `${chunked}${smuggled}`,
  ),
  'a chunk size that is no number': framed([te], `zz\r\n${body}\r\n0\r\n\r\n${smuggled}`),
  'a chunk size with a sign': framed([te], `+${chunked}${smuggled}`),
  'a chunk size with 0x': framed([te], `0x${chunked}${smuggled}`),
  'a chunk size beyond 64 bits': framed([te], `fffffffffffffffff\r\n${body}${smuggled}`),
  'a chunk longer than its size': framed([te], `2\r\n${body}\r\n0\r\n\r\n${smuggled}`),
  'a chunk size that ends in LF': framed(
    [te],
    `${body.length.toString(16)}\n${body}\r\n0\r\n\r\n${smuggled}`,
  ),
  'a chunk extension with a bare LF': framed(
    [te],
    `${body.length.toString(16)};a\n\r\n${body}\r\n0\r\n\r\n${smuggled}`,
  ),
  'lines that end in LF': `${post([length], body)}${smuggled}`.replaceAll('\r\n', '\n'),
  'a bare CR in a header': framed([length, `X-A: b\rTransfer-Encoding: chunked`], chunked),
  'NUL in a header': framed([length, 'X-A: \u0000']),
  'NUL in a name': framed([length, 'X-\u0000A: b']),
  'HTTP/1.0 with chunks': post([te], `${chunked}${smuggled}`, 'POST /cards HTTP/1.0'),
  'two hosts': framed([length, 'Host: other.example']),
};

/** Clear, but nothing that Plain or a load balancer of ours sends. */
const foreign: Readonly<Record<string, string>> = {
  'no host': `POST /cards HTTP/1.1\r\n${length}\r\n\r\n${body}`,
  'an absolute target': post([length], body, 'POST http://other.example/cards HTTP/1.1'),
  'an absolute target of ours': post([length], body, 'POST http://127.0.0.1/cards HTTP/1.1'),
  'a doubled slash': post([length], body, 'POST //cards HTTP/1.1'),
  'a path around': post([length], body, 'POST /x/../cards HTTP/1.1'),
  'an encoded slash': post([length], body, 'POST %2fcards HTTP/1.1'),
  'a target with a space': post([length], body, 'POST /cards x HTTP/1.1'),
  CONNECT: post([], '', 'CONNECT 169.254.169.254:80 HTTP/1.1'),
  TRACE: post([], '', 'TRACE /cards HTTP/1.1'),
  'OPTIONS of everything': post([], '', 'OPTIONS * HTTP/1.1'),
  'GET with a body': post([length], body, 'GET /cards HTTP/1.1'),
  PUT: post([length], body, 'PUT /cards HTTP/1.1'),
  'a method in lower case': post([length], body, 'post /cards HTTP/1.1'),
  'an unknown method': post([length], body, 'BREW /cards HTTP/1.1'),
  'HTTP/0.9': 'GET /cards\r\n\r\n',
  'HTTP/2 with prior knowledge': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'HTTP/3.1': post([length], body, 'POST /cards HTTP/3.1'),
  'TLS to a plain port': '\u0016\u0003\u0001\u0002\u0000\u0001\u0000',
  'headers beyond 16 KiB': post([length, `X-A: ${'a'.repeat(20_000)}`], body),
  'an unknown expectation': post([length, 'Expect: the-unexpected', 'Connection: close'], body),
};

/** Clear and harmless: answered, once each. */
const sound: readonly DesyncCase[] = [
  {
    name: 'two in a row',
    bytes: `${cardsRequest('c_1')}${cardsRequest('c_2')}`,
    answers: [200, 200],
  },
  { name: 'chunks', bytes: post([te, 'Connection: close'], chunked), answers: [200] },
  {
    name: 'HTTP/1.0, as proxies send it',
    bytes: post([length], body, 'POST /cards HTTP/1.0'),
    answers: [200],
  },
  {
    name: 'an offer to speak HTTP/2, which is not taken',
    bytes: post(
      [
        length,
        'Connection: Upgrade, HTTP2-Settings, close',
        'Upgrade: h2c',
        'HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA',
      ],
      body,
    ),
    answers: [200],
  },
];

const refused = Object.entries({ ...ambiguous, ...foreign });

export const desyncCases: readonly DesyncCase[] = [
  ...refused.map(([name, bytes]) => ({ name, bytes })),
  ...sound,
];
