import * as fc from 'fast-check';
import t from 'tap';
import { CodedError, NotConnected, networkFailure } from '../../src/fan-out/network-errors.ts';

void t.test('maps the codes of the libraries', (t) => {
  const rows: [code: string, reason: string][] = [
    ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
    ['UND_ERR_BODY_TIMEOUT', 'timeout'],
    ['UND_ERR_HEADERS_OVERFLOW', 'protocol'],
    ['UND_ERR_SOCKET', 'reset'],
    ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'reset'],
    ['ECONNRESET', 'reset'],
    ['EPIPE', 'reset'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'tls'],
    ['EPROTO', 'tls'],
    ['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'too_large'],
    ['BODY_TOO_LARGE', 'too_large'],
    ['Z_DATA_ERROR', 'encoding'],
    ['ERR__ERROR_FORMAT_PADDING_1', 'encoding'],
    ['UND_ERR_DESTROYED', 'internal'],
    ['EMFILE', 'internal'],
  ];
  for (const [code, reason] of rows) {
    t.same(networkFailure(new CodedError(code, 'x'), true), { reason, detail: code });
  }
  t.end();
});

void t.test('a connection that was not made fails as the phase it was in', (t) => {
  for (const phase of ['dns', 'connect', 'tls'] as const) {
    const error = new NotConnected(phase, new CodedError('ECONNRESET', 'x'));
    t.same(networkFailure(error, false), { reason: phase, detail: 'ECONNRESET' });
  }
  t.same(networkFailure(new NotConnected('dns', 'x'), false), { reason: 'dns' });
  t.end();
});

void t.test('an error without a code is a defect', (t) => {
  const defects = [new Error('x'), new TypeError('x'), 'x', null, { code: 'ECONNRESET' }];
  for (const defect of defects) t.equal(networkFailure(defect, true), null);
  t.equal(networkFailure(Object.assign(new Error('x'), { code: 7 }), true), null);
  t.end();
});

void t.test('never lets anything into the detail that is not a code', (t) => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.boolean(), (code, message, hasHead) => {
      const failure = networkFailure(new CodedError(code, message), hasHead);
      return failure === null || /^[A-Z][A-Z0-9_]*$/.test(failure.detail ?? '');
    }),
  );
  t.end();
});
