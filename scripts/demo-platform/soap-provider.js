#!/usr/bin/env node
// A provider that speaks S1 by SOAP 1.1 alone: the legacy system of a department, made with node-soap and the WSDL that
// the platform publishes. It prints its address as JSON.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import soap from 'soap';
import { createExchange } from './exchange.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const wsdl = readFileSync(join(root, 'wsdl', 'special-equipment.soap11.wsdl'), 'utf8');
const exchange = createExchange({
  key: process.env.PROVIDER_KEY,
  keyMember: process.env.PROVIDER_KEY_MEMBER,
});
const [, service] = /<wsdl:service name="([^"]+)"/.exec(wsdl);
const [, port] = /<wsdl:port name="([^"]+)"/.exec(wsdl);

// node-soap takes a server's addresses over, so this one has nothing else to do.
const server = createServer((_request, response) => response.writeHead(404).end());
server.listen(0, '127.0.0.1', () => {
  soap.listen(server, {
    path: '/licence/data',
    services: { [service]: { [port]: { exchange } } },
    xml: wsdl,
  });
  console.log(JSON.stringify({ url: `http://127.0.0.1:${server.address().port}/licence/data` }));
});
process.on('SIGTERM', () => {
  server.close(() => process.exit(0));
  server.closeAllConnections();
});
