// What a new firm does before it can rely on Makewhole. Each step's state is told from what the firm has: nobody ticks it
// off, so it is open again if what it needs goes away.

import type { ConnectionMode, ConnectionStatus } from './connections.ts';

export const SETUP_STEPS = [
  'connection',
  'matters',
  'trust_balances',
  'people',
  'reconciliation',
  'test_refund',
] as const;
export type SetupStepName = (typeof SETUP_STEPS)[number];

/** attention: it was done and does not work now. not_for_us: an owner says that the firm does without it. */
export const SETUP_STATES = ['open', 'attention', 'done', 'not_for_us'] as const;
export type SetupState = (typeof SETUP_STATES)[number];

/** What a firm cannot refund without: no owner can set it aside. */
const NEEDED: readonly SetupStepName[] = ['connection'];

/** What a firm has, as its rows show it. */
export type SetupFacts = {
  readonly connections: readonly { readonly status: ConnectionStatus; readonly mode: ConnectionMode }[];
  readonly hasMatters: boolean;
  /** Whether the firm has a trust account that is open. */
  readonly hasTrustAccount: boolean;
  /** Whether the trust ledger of any matter is known here. */
  readonly hasTrustBalances: boolean;
  /** How many of its own system's balances are older than the firm's rule allows. */
  readonly staleTrustBalances: number;
  /** People who may sign in: those who have, and those who were invited and have not. */
  readonly signedIn: number;
  readonly invited: number;
  readonly hasSignedMonthEnd: boolean;
  readonly refunds: { readonly succeeded: boolean; readonly inFlight: boolean };
};

export type SetupStep = {
  readonly name: SetupStepName;
  readonly state: SetupState;
  /** What to do next, in a sentence; what there is if it is done. */
  readonly detail: string;
  readonly canSetAside: boolean;
};

type Told = Pick<SetupStep, 'detail'> & { readonly state: 'open' | 'attention' | 'done' };

const TELL: Readonly<Record<SetupStepName, (facts: SetupFacts) => Told>> = {
  connection: tellConnection,
  matters: ({ hasMatters }) =>
    hasMatters
      ? done('Payments find the matters and the people to tell.')
      : open('Bring in your matters, with their clients and the people who work on them.'),
  trust_balances: tellTrustBalances,
  people: tellPeople,
  reconciliation: ({ hasSignedMonthEnd }) =>
    hasSignedMonthEnd
      ? done('A month end of a trust account is signed.')
      : open(
          'Import a bank statement of your trust account, prepare its month end, and have a lawyer sign it.',
        ),
  test_refund: tellTestRefund,
};

/** The steps in the order in which a firm takes them. Without a trust account, those of trust money are not for it. */
export function setupSteps(facts: SetupFacts, setAside: readonly SetupStepName[]): readonly SetupStep[] {
  return SETUP_STEPS.filter((name) => facts.hasTrustAccount || !isOfTrust(name)).map((name) => {
    const told = TELL[name](facts);
    const isSetAside = canSetAside(name) && told.state !== 'done' && setAside.includes(name);
    return { name, ...told, ...(isSetAside && { state: 'not_for_us' }), canSetAside: canSetAside(name) };
  });
}

/** Whether a firm can do without the step. */
export function canSetAside(name: SetupStepName): boolean {
  return !NEEDED.includes(name);
}

/** Whether nothing is left to do. */
export function isSetUp(steps: readonly SetupStep[]): boolean {
  return steps.every(({ state }) => state === 'done' || state === 'not_for_us');
}

function isOfTrust(name: SetupStepName): boolean {
  return name === 'trust_balances' || name === 'reconciliation';
}

function tellConnection({ connections }: SetupFacts): Told {
  const has = (wanted: ConnectionStatus) => connections.some(({ status }) => status === wanted);
  if (has('active')) return done('Payments can be looked up and refunded.');
  if (has('broken')) return attention('The payment company refuses your credentials: replace them.');
  if (has('new')) return open('A second owner or a lawyer must confirm the connection.');
  if (has('disabled'))
    return attention('Every connection is disabled: enable one, or connect another account.');
  return open('Connect the account at your payment company with its API key.');
}

function tellTrustBalances({ hasTrustBalances, staleTrustBalances }: SetupFacts): Told {
  if (!hasTrustBalances) {
    return open("Bring in each matter's trust balance, so that no refund spends money that is not there.");
  }
  if (staleTrustBalances === 0) return done("Refunds are checked against the matter's trust money.");
  const many = staleTrustBalances === 1 ? 'One balance is' : `${staleTrustBalances} balances are`;
  return attention(`${many} too old for your firm's rule: bring in newer ones.`);
}

function tellPeople({ signedIn, invited }: SetupFacts): Told {
  if (signedIn > 1) return done(`${signedIn} people can sign in.`);
  if (invited === 0)
    return open(
      'Invite a colleague: a second person approves what you request, and answers if you are away.',
    );
  const who = invited === 1 ? 'One person was' : `${invited} people were`;
  return open(`${who} invited and none of them has signed in yet.`);
}

function tellTestRefund({ refunds, connections }: SetupFacts): Told {
  if (refunds.succeeded) return done('A refund went through to its end.');
  if (refunds.inFlight) return open('A refund is on its way. This step is done when the money has arrived.');
  if (connections.some(({ status, mode }) => status === 'active' && mode === 'test')) {
    return open('Refund a test payment: paste its transaction ID, and follow it to its end.');
  }
  return open('Connect the test account of your payment company, and refund a test payment. No money moves.');
}

function done(detail: string): Told {
  return { state: 'done', detail };
}

function open(detail: string): Told {
  return { state: 'open', detail };
}

function attention(detail: string): Told {
  return { state: 'attention', detail };
}
