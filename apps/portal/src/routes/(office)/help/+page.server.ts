import { HELP_TEXTS } from '#lib/server/help/help-texts.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = () => ({
  topics: HELP_TEXTS.map(({ slug, title, summary }) => ({ slug, title, summary })),
});
