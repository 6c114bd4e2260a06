/** The schemas for editors, which stand beside gateway.yaml. */
export const schemaFiles = ['gateway.schema.json', 'upstream.schema.json'] as const;

/** The first line of gateway.yaml: it tells editors where the schema is. */
export const gatewayModeline = '# yaml-language-server: $schema=gateway.schema.json';

/** The same, for a file in upstreams/. */
export const upstreamModeline = '# yaml-language-server: $schema=../upstream.schema.json';
