import { gatewayModeline } from '../../config/modelines.ts';

/** The text of a gateway.yaml to start from: valid as it is, with CARDS_TOKEN and ADMIN_TOKEN in the environment. */
export const gatewayFile = `${gatewayModeline}
# The gateway itself. One file for each service stands in upstreams/.
#
# \${VAR} must be set and not empty, \${VAR:-default} may be unset, \${file:/run/secrets/x} is a file's content.
# Secrets belong into the environment or into files, never in here. Every field that is absent has a default.
version: 1

# Plain calls POST /cards here. Put a TLS-terminating proxy in front, or set listen.tls.
listen:
  host: \${HOST:-127.0.0.1}
  port: \${PORT:-8080}

# Probes and metrics are open; everything else asks for the token.
admin:
  host: \${ADMIN_HOST:-127.0.0.1}
  port: \${ADMIN_PORT:-8081}
  token: \${ADMIN_TOKEN}

# The secret that you give to Plain as a header of each card. Any one passes: list two while rotating.
auth:
  headers:
    - name: authorization
      value: Bearer \${CARDS_TOKEN}
  # With a signing secret in Plain's settings, demand the signature as well:
  # signing:
  #   secrets: ['\${PLAIN_SIGNING_SECRET}']

# An answer is written by then, with what there is. Plain gives up at 15 s.
deadlineMs: 5000

cache:
  defaultTtlSeconds: 300 # when neither the service nor its file says
  plainTtlSeconds: 60 # the most that Plain is told: a changed fact shows within a minute
  staleIfErrorSeconds: 3600 # how long the last good card may stand in for one that fails
`;
