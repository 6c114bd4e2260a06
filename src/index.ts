export { customerCards } from '../plugins/cards.ts';
export type { CustomerCardsOptions } from '../plugins/cards.ts';
export { customerCardsAdmin } from '../plugins/admin.ts';
export type { CustomerCardsAdminOptions } from '../plugins/admin.ts';
export { createGateway } from './create-gateway.ts';
export type { Gateway, GatewayDeps } from './gateway.ts';
export type { GatewayOptions } from './config/options.ts';
export type {
  CardsQuery,
  FetchCardsFunction,
  FunctionUpstreamInput,
} from './config/function-upstream.ts';
export type { UpstreamInput } from './config/schema.ts';
export type { Log } from './observe/log.ts';
export { createOpenTelemetryTracer } from './observe/tracing/open-telemetry.ts';
export type { OpenTelemetryApi, OpenTelemetryTracer } from './observe/tracing/open-telemetry.ts';
export type { Tracer } from './observe/tracing/span.ts';
