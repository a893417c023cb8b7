// Prism's command line, which ends with its parent: when its standard input ends.
//
//   node serve.mjs proxy --errors -h 127.0.0.1 -p 0 DOCUMENT UPSTREAM
//   node serve.mjs mock -h 127.0.0.1 -p 0 DOCUMENT

import { createRequire } from 'node:module';

process.stdin.on('end', () => process.exit(0)).resume();

// The library behind Prism's dynamic responses doesn't know this format of the document and would generate any string
// for a local date and time. Nearly all of the service's values have this hour.
const requireOfPrism = createRequire(createRequire(import.meta.url).resolve('@stoplight/prism-http'));
const { JSONSchemaFaker } = requireOfPrism('json-schema-faker');
JSONSchemaFaker.format('date-time-local', () => `${JSONSchemaFaker.random.date().toISOString().slice(0, 10)}T00:00:00`);

// Prism treats everything after the name of its script as arguments.
process.argv[1] = createRequire(import.meta.url).resolve('@stoplight/prism-cli');
await import('@stoplight/prism-cli');
