import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { namedSchemas } from './schemas.js';

const DESCRIPTION = `What people did comes in here as facts; where every coaching loop stands can be read here.

Every request carries an API key, \`Authorization: Bearer ft_…\`, or the cookie of a person who signed in; what
changes something by cookie also carries \`X-CSRF-Token\`. What goes wrong is answered as problem details (RFC 9457). Lists come in pages: send \`next\` as \`cursor\`. A POST that may be sent twice carries an
\`Idempotency-Key\`. Instants are ISO 8601 with their offset, days are \`2026-03-24\`.`;

/** The OpenAPI 3.1 document of everything the app serves. */
export function describeApi(app: NestFastifyApplication, version: string): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Followthrough')
    .setDescription(DESCRIPTION)
    .setVersion(version)
    .addSecurity('key', { type: 'http', scheme: 'bearer', bearerFormat: 'ft_…' })
    .addSecurity('session', {
      type: 'apiKey',
      in: 'cookie',
      name: 'ft_session',
      description: 'Called __Host-ft_session over https.',
    })
    .addSecurityRequirements('key')
    .addSecurityRequirements('session')
    .build();
  const document = SwaggerModule.createDocument(app, config, { operationIdFactory: operationId });
  const schemas = namedSchemas() as NonNullable<OpenAPIObject['components']>['schemas'];
  return { ...document, components: { ...document.components, schemas } };
}

/** `PeopleController.list` is called `peopleList`, by which generated clients name it. */
function operationId(controller: string, method: string): string {
  const resource = controller.replace(/Controller$/, '');
  return (
    resource.charAt(0).toLowerCase() + resource.slice(1) + method.charAt(0).toUpperCase() + method.slice(1)
  );
}
