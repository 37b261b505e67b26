// What the API and the worker share about the workflow that delivers a webhook.
import type { FirmId } from '../ids.ts';

export const WEBHOOK_WORKFLOW = 'deliverWebhook';

export type WebhookWorkflowInput = {
  readonly firmId: FirmId;
  readonly deliveryId: string;
  /** Grows with each redelivery, which has its own workflow. */
  readonly round: number;
};

export function webhookWorkflowId({ deliveryId, round }: WebhookWorkflowInput): string {
  return `webhook:${deliveryId}:${round}`;
}
