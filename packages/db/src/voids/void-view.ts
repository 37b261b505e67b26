import { getTableColumns } from 'drizzle-orm';
import type { FirmId, VoidId } from '@makewhole/domain/ids';
import { principals } from '../schema/firms.ts';
import { voids } from '../schema/voids.ts';

export type VoidKey = { readonly firmId: FirmId; readonly voidId: VoidId };

/** A void, and who requested it. */
export type VoidView = typeof voids.$inferSelect & { readonly requester: string };

export const voidColumns = { ...getTableColumns(voids), requester: principals.name };
