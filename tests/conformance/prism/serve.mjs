// Prism's command line, ended together with whoever started it: when its standard input ends.
//
//   node serve.mjs proxy --errors -h 127.0.0.1 -p 0 DOCUMENT UPSTREAM
//   node serve.mjs mock -h 127.0.0.1 -p 0 DOCUMENT

import { createRequire } from 'node:module';

process.stdin.on('end', () => process.exit(0)).resume();

// The one format of the document that the library behind Prism's dynamic answers has never heard of: it would take any
// text for a local date and time. The hour is that of nearly all of them.
const ofPrism = createRequire(createRequire(import.meta.url).resolve('@stoplight/prism-http'));
const { JSONSchemaFaker } = ofPrism('json-schema-faker');
JSONSchemaFaker.format('date-time-local', () => `${JSONSchemaFaker.random.date().toISOString().slice(0, 10)}T00:00:00`);

// Prism takes everything after the name of its script for arguments.
process.argv[1] = createRequire(import.meta.url).resolve('@stoplight/prism-cli');
await import('@stoplight/prism-cli');
