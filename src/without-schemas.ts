/** Options of Fastify. No route has a schema, so what compiles them, a third of what Fastify would load, stays away. */
export const withoutSchemas = {
  schemaController: {
    compilersFactory: { buildValidator: refuseSchemas, buildSerializer: refuseSchemas },
  },
};

function refuseSchemas(): never {
  throw new Error('routes have no schemas here');
}
