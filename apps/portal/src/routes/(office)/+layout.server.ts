import { redirect } from '@sveltejs/kit';
import { apiFor, dataOf, outcomeOf } from '#lib/server/api.ts';
import { countToExplain } from '#lib/server/count-to-explain.ts';
import type { LayoutServerLoad } from './$types';

const SECURITY = '/settings/security';

export const load: LayoutServerLoad = async (event) => {
  const mine = { mine: true, limit: 1 };
  const [me, work, toExplain] = await Promise.all([
    dataOf(event, apiFor(event).GET('/v1/me')),
    outcomeOf(event, apiFor(event).GET('/v1/obligations', { params: { query: mine } })),
    countToExplain(event),
  ]);
  const factor = me.session?.secondFactor;
  // The API refuses everything else until then; the person is led to the page that sets one up.
  if (factor?.isRequired === true && !factor.isOn && !event.url.pathname.startsWith(SECURITY)) {
    redirect(303, SECURITY);
  }
  // A page is not worth losing for a menu entry's count.
  const openTasks = work.ok ? work.data.count : 0;
  return { me, openTasks, toExplain, theme: event.locals.theme };
};
