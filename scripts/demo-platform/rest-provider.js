#!/usr/bin/env node
// A provider that speaks S1 by REST alone: the newer system of a department. It prints its address as JSON.
import express from 'express';
import { createExchange } from './exchange.js';

const exchange = createExchange({
  key: process.env.PROVIDER_KEY,
  keyMember: process.env.PROVIDER_KEY_MEMBER,
});
const app = express();
// What is signed is the list's own text, so it must not be parsed and written anew: only white space goes.
app.post('/inspection/data', express.text({ type: 'application/json' }), (request, response) => {
  const { busilist, ...members } = JSON.parse(request.body);
  const answer = exchange({ ...members, busilist: JSON.stringify(busilist) });
  const { datalist, ...others } = answer;
  response.type('application/json; charset=utf-8');
  response.send(JSON.stringify(others).replace(/\}$/, `,"datalist":${datalist}}`));
});
const server = app.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${server.address().port}/inspection/data` }));
});
process.on('SIGTERM', () => server.close(() => process.exit(0)).closeAllConnections());
