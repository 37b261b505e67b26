// The mail server is away, slow, or will not take a recipient: the refund goes on, and everybody hears of it once.
import { setTimeout as sleep } from 'node:timers/promises';
import { MATTER_USERS } from '../../support/small-firm.ts';
import { runUntilClosed, request } from '../run-until-closed.ts';
import { drawPayment, type Kind } from './kind.ts';

export const MAIL: readonly Kind[] = [
  {
    name: 'mail_away',
    what: 'the mail server cuts every connection for a while',
    async run(world, draw) {
      const transactionId = await world.pay(drawPayment(draw));
      world.mail.away(true);
      try {
        const { id } = await request(world, transactionId);
        await runUntilClosed(world, id, {
          until: ({ status }) => status === 'processing' || status === 'succeeded',
        });
        await sleep(draw.between(100, 1_500));
        world.mail.away(false);
        await runUntilClosed(world, id);
      } finally {
        world.mail.away(false);
      }
      return [transactionId];
    },
  },
  {
    name: 'mail_slow',
    what: 'each command to the mail server waits a second or more',
    async run(world, draw) {
      const transactionId = await world.pay(drawPayment(draw));
      world.mail.slow(draw.between(500, 1_500));
      try {
        await runUntilClosed(world, (await request(world, transactionId)).id);
      } finally {
        world.mail.slow(0);
      }
      return [transactionId];
    },
  },
  {
    name: 'mail_refuses_one',
    what: 'the mail server refuses one of the recipients for good: a person hears of it',
    async run(world, draw) {
      const email = MATTER_USERS[draw.between(0, MATTER_USERS.length - 1)]?.email ?? '';
      const transactionId = await world.pay(drawPayment(draw));
      world.mail.refuse(email);
      try {
        const { id } = await request(world, transactionId);
        const { obligations } = await runUntilClosed(world, id);
        if (!obligations.some(({ subject }) => subject === 'notification_failed')) {
          throw new Error(`${id}: nobody heard that ${email} could not be told`);
        }
      } finally {
        world.mail.accept(email);
      }
      return [transactionId];
    },
  },
];
