import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

/** The API's own description, OpenAPI 3.1. The committed `libs/api-client/openapi.json` is made from it. */
export function describeApi(app: NestFastifyApplication): OpenAPIObject {
  const options = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Heliotrope · 向阳')
    .setDescription('学生心理健康工作平台接口。错误一律为 RFC 9457 problem+json，code 稳定不变。')
    .setVersion('1')
    .addCookieAuth('heliotrope', { type: 'apiKey', in: 'cookie' }, 'session')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: '答题座位令牌' }, 'seat')
    .build();
  return SwaggerModule.createDocument(app, options, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
}

/** Serves the description and a reference page from our own server: no script of it comes from elsewhere. */
export function serveReference(app: NestFastifyApplication): void {
  SwaggerModule.setup('api/docs', app, describeApi(app), {
    jsonDocumentUrl: 'api/openapi.json',
    customSiteTitle: '向阳 · 接口参考',
  });
  // The start prints the API's bare address; whoever opens it wants to know what is there.
  const server = app.getHttpAdapter().getInstance() as FastifyInstance;
  server.get('/', (_request, reply) => reply.redirect('/api/docs'));
}
