// The webhook receiver as tutorials and bots write it: Express, raw body, HMAC, RPUSH, 200.
'use strict';
const { createHmac, timingSafeEqual } = require('crypto');
const fs = require('fs');
const express = require('express');
const redis = require('redis');

const secret = process.env.BASELINE_SECRET;
const client = redis.createClient({ socket: { path: process.env.BASELINE_REDIS } });
const app = express();
app.disable('x-powered-by');
app.disable('etag');

function isSigned(header, body) {
  const expected = Buffer.from('sha256=' + createHmac('sha256', secret).update(body).digest('hex'));
  const given = Buffer.from(header || '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

app.post('/webhook', express.raw({ type: 'application/json', limit: '3mb' }), async (request, response) => {
  if (!isSigned(request.get('x-hub-signature-256'), request.body)) return response.sendStatus(401);
  try {
    await client.rPush('deliveries', request.body);
    response.sendStatus(200);
  } catch (error) {
    response.sendStatus(503);
  }
});

client.connect().then(() => {
  const server = app.listen(0, '127.0.0.1', () => {
    fs.writeFileSync(process.env.BASELINE_PORT_FILE, String(server.address().port));
  });
});
