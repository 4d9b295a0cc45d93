// Writes signed HTTP requests with Meta messages of about 1 KB, for post.lua:
//   node make-deliveries.js FILE COUNT PATH SECRET
// Each request is preceded by its length, eight digits.
'use strict';
const { createHmac, createHash } = require('crypto');
const fs = require('fs');

const [file, count, path, secret] = process.argv.slice(2);
const output = fs.openSync(file, 'w');
const words = 'please confirm the wire for the fourth tranche before noon and call me when the desk has signed off'.split(' ');
for (let number = 0; number < Number(count); number++) {
  const random = createHash('sha256').update(String(number)).digest();
  const phone = '4477009' + String(100000 + number % 800).padStart(6, '0');
  const id = 'wamid.' + Buffer.concat([Buffer.from(phone), random.subarray(0, 20)]).toString('base64');
  let text = '';
  while (text.length < 560) text += words[random[text.length % 32] % words.length] + ' ';
  const body = JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: '215589313241560883', changes: [{ value: {
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: '442071838750', phone_number_id: '7794189252778687' },
      contacts: [{ profile: { name: 'Client ' + number % 800 }, wa_id: phone }],
      messages: [{ from: phone, id, timestamp: String(1704067200 + number), text: { body: text + number }, type: 'text' }],
    }, field: 'messages' }] }],
  });
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  const request = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: facebookexternalua\r\n`
    + `Content-Type: application/json\r\nX-Hub-Signature-256: sha256=${signature}\r\n`
    + `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  fs.writeSync(output, String(Buffer.byteLength(request)).padStart(8, '0') + request);
}
