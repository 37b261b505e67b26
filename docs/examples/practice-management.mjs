// Keeps Makewhole and a practice-management system in step (docs/practice-management.md). Plain Node, nothing to install:
//
//   node practice-management.mjs import    brings clients, matters and invoices in
//   node practice-management.mjs listen    books what Makewhole tells back
//
// MAKEWHOLE_API_URL, MAKEWHOLE_API_KEY (scope import); MAKEWHOLE_WEBHOOK_SECRET, PORT; PMS_URL, a system with
//   GET  /clients, /matters, /invoices    what the firm has
//   GET  /bookings/{entry}                { version, booking }, or 404
//   PUT  /bookings/{entry}                replaces it; null as the booking takes it out of the books
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

const {
  MAKEWHOLE_API_URL,
  MAKEWHOLE_API_KEY,
  MAKEWHOLE_WEBHOOK_SECRET = '',
  PMS_URL,
  PORT = '4000',
} = process.env;
const ROWS_MAX = 500;
const ANSWER_TIMEOUT_MS = 8_000; // Makewhole waits ten seconds for our answer
const TOO_OLD_S = 5 * 60;

// ---- In: all that the firm has. What is the same changes nothing, so it runs every few minutes, or after each change.

async function importAll() {
  const asOf = new Date().toISOString(); // before reading: a change meanwhile is newer
  let refused = 0;
  // In this order: a matter names its client, an invoice its matter.
  for (const kind of ['clients', 'matters', 'invoices']) {
    const rows = (await pms('GET', `/${kind}`)).map((row) => ({ ...row, asOf }));
    for (let at = 0; at < rows.length; at += ROWS_MAX) {
      const answer = await makewhole('POST', `/v1/${kind}/batch`, { rows: rows.slice(at, at + ROWS_MAX) });
      for (const { externalId, status, code, detail } of answer.rows) {
        if (status !== 'refused') continue;
        refused += 1;
        console.error(`${kind} ${externalId}: ${code}: ${detail}`);
      }
    }
    console.log(`${kind}: ${rows.length} sent`);
  }
  if (refused > 0) process.exitCode = 1;
}

// ---- Back: each message is about one entry, and the highest version of an entry says how it stands.

/** What the books have once this message is true; null: nothing. */
const BOOKING_OF = {
  'refund.invoice_reversed': (data) => ofInvoice('payment_reversed', data),
  'refund.invoice_reversal_undone': () => null,
  // Still due, or paid by another payment: the invoice is as the reversal left it.
  'refund.invoice_decided': (data) =>
    ['write_off', 'credit_note'].includes(data.decision) ? ofInvoice(data.decision, data) : null,
  'refund.invoice_decision_undone': () => null,
  'refund.trust_step_recorded': (data) => ofMatter(`trust_${data.step}`, data),
  'refund.trust_step_undone': () => null,
  'refund.trust_disbursed': (data) => ofMatter('trust_disbursement', data),
  'refund.trust_disbursement_undone': () => null,
};

function ofInvoice(kind, { invoice, ...data }) {
  return { kind, invoice: invoice.externalId, ...common(data) };
}

function ofMatter(kind, { trustAccountId, ...data }) {
  return { kind, trustAccountId, ...common(data) };
}

function common({ amount, currency, date, matter, id, transactionId }) {
  // A payment to trust may be of a matter that nobody has named yet: a person books it.
  return {
    amount,
    currency,
    date,
    matter: matter?.externalId ?? null,
    memo: `Refund ${id} of payment ${transactionId}`,
  };
}

async function book({ type, data }) {
  const bookingOf = BOOKING_OF[type];
  if (bookingOf === undefined) return; // an event of another kind, or one that came after this program
  const path = `/bookings/${encodeURIComponent(data.entry)}`;
  const standing = await pms('GET', path);
  // A repeat, or one that was overtaken.
  if (standing !== null && standing.version >= data.version) return;
  await pms('PUT', path, { version: data.version, booking: bookingOf(data) });
  console.log(`${type} ${data.entry} version ${data.version}`);
}

/** One at a time, so that two messages about one entry do not both read it first. */
let last = Promise.resolve();
function inTurn(work) {
  const done = last.then(work);
  last = done.catch(() => {});
  return done;
}

function listen() {
  const server = createServer(async (request, response) => {
    const body = await text(request);
    if (!isFromMakewhole(request.headers, body)) return response.writeHead(401).end();
    try {
      await inTurn(() => book(JSON.parse(body)));
      response.writeHead(204).end();
    } catch (error) {
      // Not booked: Makewhole sends it again, for three days.
      console.error(error.message);
      response.writeHead(503).end();
    }
  });
  server.listen(Number(PORT), () => console.log(`listening on ${PORT}`));
}

/** As Standard Webhooks says: of the body as it came, by any of our secrets' signatures, and not an old one. */
function isFromMakewhole(headers, body) {
  const {
    'webhook-id': id = '',
    'webhook-timestamp': at = '',
    'webhook-signature': signatures = '',
  } = headers;
  if (!(Math.abs(Date.now() / 1_000 - Number(at)) < TOO_OLD_S)) return false;
  const key = Buffer.from(MAKEWHOLE_WEBHOOK_SECRET.replace(/^whsec_/, ''), 'base64');
  const right = Buffer.from(`v1,${createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64')}`);
  return signatures.split(' ').some((one) => {
    const given = Buffer.from(one);
    return given.length === right.length && timingSafeEqual(given, right);
  });
}

// ---- Both systems.

const makewhole = (method, path, body) =>
  call(MAKEWHOLE_API_URL, method, path, body, { authorization: `Bearer ${MAKEWHOLE_API_KEY}` });
const pms = (method, path, body) => call(PMS_URL, method, path, body);

async function call(base, method, path, body, headers = {}) {
  const response = await fetch(new URL(path, base), {
    ...{ method, signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) },
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (response.status === 404 && method === 'GET') return null;
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.status === 204 ? null : response.json();
}

const COMMANDS = { import: importAll, listen };
await (COMMANDS[process.argv[2]] ?? (() => Promise.reject(new Error('import or listen?'))))();
