import express from 'express';

/** The bare minimum that any JSON service on Express pays: parse a body, send it back. */
const app = express();
app.disable('x-powered-by');
app.use(express.json({ limit: '40mb' }));
app.post('/echo', (request, response) => {
  response.json(request.body);
});
const server = app.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ port: (server.address() as { port: number }).port }));
});
process.on('SIGTERM', () => process.exit(0));
