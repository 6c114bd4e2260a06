/** What stands where a secret would. */
const mask = '•••';

const secretNames = /auth|cookie|credential|key|passw|pwd|secret|session|signature|token/i;
/** Headers that hold no secret whatever their file says; any other one that is set in a file may. */
const harmlessHeaders =
  /^(?:accept(?:-.+)?|age|cache-control|content-.+|date|etag|expires|link|plain-workspace-id|retry-after|server|user-agent|vary|x-request-id|x-request-timeout-ms|.*version.*|.*rate-?limit.*)$/i;

/** The headers with the values of all but well-known names masked; of `Authorization` the scheme stays. */
export function maskHeaders(
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, maskHeader(name, value)]),
  );
}

function maskHeader(name: string, value: string): string {
  if (harmlessHeaders.test(name)) return value;
  const [, scheme] = /^(Bearer|Basic) /.exec(value) ?? [];
  return scheme === undefined ? mask : `${scheme} ${mask}`;
}

/** The URL with the values of parameters masked that are named like secrets. */
export function maskUrl(url: string): string {
  return url.replaceAll(/([?&])([^=&#]*)=([^&#]*)/g, (whole, start: string, name: string) =>
    secretNames.test(name) ? `${start}${name}=${mask}` : whole,
  );
}

/** What the JSON of a body says, with the values of fields masked that are named like secrets; text as it is. */
export function maskBody(body: string): unknown {
  try {
    return JSON.parse(body, (name, value: unknown) =>
      secretNames.test(name) && typeof value === 'string' ? mask : value,
    );
  } catch {
    return body;
  }
}
