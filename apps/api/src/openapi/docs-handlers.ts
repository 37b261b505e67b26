// The API's documentation page: Swagger UI, served from our own node_modules.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { secureHeaders } from 'hono/secure-headers';
import type { App } from '../context.ts';
import { refuseAnyQuery } from '../http/strict-requests.ts';
import { openApiDocument } from './document.ts';

const SWAGGER_UI = import.meta.resolve('swagger-ui-dist/package.json');

const ASSETS = [
  { name: 'swagger-ui.css', type: 'text/css; charset=utf-8' },
  { name: 'swagger-ui-bundle.js', type: 'text/javascript; charset=utf-8' },
] as const;

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Makewhole API</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
  </head>
  <body>
    <main id="docs"></main>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

const START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#docs', deepLinking: true, validatorUrl: null });\n`;

export const DOCS_PATHS = [
  '/openapi.json',
  '/docs',
  '/docs/start.js',
  ...ASSETS.map(({ name }) => `/docs/${name}`),
].map((path) => ({ method: 'GET', path }));

export function addDocsHandlers(app: App): void {
  const document = JSON.stringify(openApiDocument());
  const version = `"${createHash('sha256').update(document).digest('hex').slice(0, 16)}"`;
  app.get('/openapi.json', refuseAnyQuery, (c) =>
    c.body(document, 200, {
      'content-type': 'application/json',
      // A new version comes with a deployment; the ETag says at once that there is none.
      'cache-control': 'public, max-age=300',
      etag: version,
    }),
  );

  app.use(
    '/docs/*',
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        // Swagger UI uses inline styles.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
      },
    }),
  );
  app.get('/docs', (c) => c.html(PAGE));
  app.get('/docs/start.js', (c) => c.body(START, 200, { 'content-type': 'text/javascript; charset=utf-8' }));
  for (const { name, type } of ASSETS) {
    app.get(`/docs/${name}`, async (c) => {
      const bytes = await readFile(new URL(name, SWAGGER_UI));
      return c.body(bytes, 200, { 'content-type': type, 'cache-control': 'public, max-age=86400' });
    });
  }
}
