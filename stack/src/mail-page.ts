// The mail catcher's page, for people. A message is shown as its sender wrote it, so its HTML stays in a frame that may
// neither run scripts nor reach this page.
import { html, raw } from 'hono/html';
import type { CaughtMessage } from './mail-store.ts';

const STYLE = `
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
  body { max-width: 56rem; margin: 2rem auto; padding: 0 1rem; }
  details { border-top: 1px solid color-mix(in srgb, currentColor 20%, transparent); padding: .6rem 0; }
  summary { cursor: pointer; display: grid; grid-template-columns: 14rem 1fr auto; gap: 1rem; }
  summary > * { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  time, dt { opacity: .7; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; }
  dd { margin: 0; overflow-wrap: anywhere; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  iframe { width: 100%; height: 30rem; border: 1px solid color-mix(in srgb, currentColor 20%, transparent); background: #fff; }
  @media (max-width: 40rem) { summary { grid-template-columns: 1fr; gap: 0; } }
`;

/** The whole page; `messages` newest first. */
export function renderMailPage(messages: readonly CaughtMessage[]) {
  const count = messages.length === 1 ? '1 message' : `${messages.length} messages`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Mail (${messages.length})</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <h1>Mail</h1>
        <p>
          ${count} caught, newest first; nothing leaves this machine. <a href="/">Look again</a> ·
          <a href="/messages">JSON</a>
        </p>
        ${messages.length === 0 ? html`<p>Refund a payment: its people will find their email here.</p>` : ''}
        ${messages.map(renderMessage)}
      </body>
    </html>`;
}

function renderMessage(message: CaughtMessage) {
  return html`<details>
    <summary>
      <span>${message.to}</span><strong>${message.subject}</strong
      ><time datetime="${message.date}">${message.date}</time>
    </summary>
    <dl>
      <dt>From</dt>
      <dd>${message.from}</dd>
      <dt>To</dt>
      <dd>${message.to}</dd>
      <dt>Message-ID</dt>
      <dd>${message.messageId}</dd>
    </dl>
    <pre>${message.text}</pre>
    ${
      message.html === null
        ? ''
        : html`<iframe
            sandbox=""
            loading="lazy"
            title="The message as HTML"
            srcdoc="${message.html}"
          ></iframe>`
    }
  </details>`;
}
