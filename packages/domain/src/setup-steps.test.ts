import { describe, expect, it } from 'vitest';
import { isSetUp, setupSteps, type SetupFacts, type SetupStepName } from './setup-steps.ts';

const NOTHING: SetupFacts = {
  connections: [],
  hasMatters: false,
  hasTrustAccount: true,
  hasTrustBalances: false,
  staleTrustBalances: 0,
  signedIn: 1,
  invited: 0,
  hasSignedMonthEnd: false,
  refunds: { succeeded: false, inFlight: false },
};
const ALL: SetupFacts = {
  connections: [{ status: 'active', mode: 'live' }],
  hasMatters: true,
  hasTrustAccount: true,
  hasTrustBalances: true,
  staleTrustBalances: 0,
  signedIn: 2,
  invited: 0,
  hasSignedMonthEnd: true,
  refunds: { succeeded: true, inFlight: false },
};

function step(name: SetupStepName, facts: Partial<SetupFacts>, setAside: readonly SetupStepName[] = []) {
  const found = setupSteps({ ...NOTHING, ...facts }, setAside).find((one) => one.name === name);
  return found && { state: found.state, detail: found.detail };
}

describe('the steps of a new firm', () => {
  it('are all open in an empty firm, in the order in which they are taken', () => {
    const steps = setupSteps(NOTHING, []);
    expect(steps.map(({ name, state }) => [name, state])).toEqual([
      ['connection', 'open'],
      ['matters', 'open'],
      ['trust_balances', 'open'],
      ['people', 'open'],
      ['reconciliation', 'open'],
      ['test_refund', 'open'],
    ]);
    expect(isSetUp(steps)).toBe(false);
  });

  it('are done once the firm has what they ask for', () => {
    const steps = setupSteps(ALL, []);
    expect(new Set(steps.map(({ state }) => state))).toEqual(new Set(['done']));
    expect(isSetUp(steps)).toBe(true);
  });

  it('leave out trust money where there is no trust account', () => {
    const names = setupSteps({ ...NOTHING, hasTrustAccount: false }, []).map(({ name }) => name);
    expect(names).toEqual(['connection', 'matters', 'people', 'test_refund']);
  });

  it('are set aside if an owner says so, but not without a payment company', () => {
    expect(step('matters', {}, ['matters'])?.state).toBe('not_for_us');
    expect(step('connection', {}, ['connection'])?.state).toBe('open');
    const asides = setupSteps(ALL, ['matters']);
    expect(asides.find(({ name }) => name === 'matters')?.state).toBe('done');
    const rest = { ...NOTHING, connections: ALL.connections };
    expect(
      isSetUp(setupSteps(rest, ['matters', 'trust_balances', 'people', 'reconciliation', 'test_refund'])),
    ).toBe(true);
  });
});

describe('what to do', () => {
  it.each([
    ['new', 'open', 'A second owner or a lawyer must confirm the connection.'],
    ['broken', 'attention', 'The payment company refuses your credentials: replace them.'],
    ['disabled', 'attention', 'Every connection is disabled: enable one, or connect another account.'],
  ] as const)('about a connection that is %s', (status, state, detail) => {
    expect(step('connection', { connections: [{ status, mode: 'live' }] })).toEqual({ state, detail });
  });

  it('about one that works beside one that does not', () => {
    const connections = [{ status: 'broken', mode: 'live' } as const, ...ALL.connections];
    expect(step('connection', { connections })?.state).toBe('done');
  });

  it('about balances that are too old', () => {
    expect(step('trust_balances', { hasTrustBalances: true, staleTrustBalances: 1 })).toEqual({
      state: 'attention',
      detail: "One balance is too old for your firm's rule: bring in newer ones.",
    });
    expect(step('trust_balances', { hasTrustBalances: true, staleTrustBalances: 12 })?.detail).toMatch(
      /^12 balances are/,
    );
  });

  it('about people who were invited', () => {
    expect(step('people', { invited: 2 })).toEqual({
      state: 'open',
      detail: '2 people were invited and none of them has signed in yet.',
    });
    expect(step('people', { signedIn: 2, invited: 5 })?.state).toBe('done');
  });

  it('about the first refund', () => {
    expect(step('test_refund', {})?.detail).toMatch(/^Connect the test account/);
    expect(step('test_refund', { connections: [{ status: 'active', mode: 'test' }] })?.detail).toMatch(
      /^Refund a test payment/,
    );
    expect(step('test_refund', { refunds: { succeeded: false, inFlight: true } })).toEqual({
      state: 'open',
      detail: 'A refund is on its way. This step is done when the money has arrived.',
    });
  });
});
