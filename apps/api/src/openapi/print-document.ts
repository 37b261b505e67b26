// Prints the OpenAPI document: packages/client is generated from it.
import { openApiDocument } from './document.ts';

process.stdout.write(`${JSON.stringify(openApiDocument(), null, 2)}\n`);
