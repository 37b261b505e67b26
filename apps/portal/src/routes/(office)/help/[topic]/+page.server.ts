import { error } from '@sveltejs/kit';
import { HELP_TEXTS } from '#lib/server/help/help-texts.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ params }) => {
  const text = HELP_TEXTS.find(({ slug }) => slug === params.topic);
  if (text === undefined) error(404, 'Not found');
  const others = HELP_TEXTS.filter((other) => other !== text).map(({ slug, title }) => ({ slug, title }));
  return { text, others };
};
