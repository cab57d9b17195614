import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import * as soap from 'soap';

/** A bare node-soap server for the gateway's own WSDL: it parses the message and answers with constants. */
const wsdl = readFileSync(process.argv[2]!, 'utf8');
const answer = () => ({ datalist: '{"result":"0001","message":"ok"}', random: 'r', sign: 'S' });
const [service, portSoap11, portSoap12] = namesIn(wsdl);
const server = createServer((_, response) => response.writeHead(404).end());
soap.listen(server, {
  path: '/soap',
  services: { [service!]: { [portSoap11!]: { exchange: answer }, [portSoap12!]: { exchange: answer } } },
  xml: wsdl,
});
server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ port: (server.address() as { port: number }).port }));
});
process.on('SIGTERM', () => process.exit(0));

function namesIn(text: string): string[] {
  const service = /<(?:\w+:)?service name="([^"]+)"/.exec(text)![1]!;
  return [service, ...[...text.matchAll(/<(?:\w+:)?port name="([^"]+)"/g)].map((match) => match[1]!)];
}
