// The API's objects, under the names that the screens use.
import type { components } from '@makewhole/client/schema';

type Schemas = components['schemas'];

export type Me = Schemas['Me'];
export type User = Schemas['User'];
export type Session = Schemas['Session'];
export type Payment = Schemas['Payment'];
export type PaymentDetail = Schemas['PaymentDetail'];
export type Void = Schemas['Void'];
export type FirmBankAccount = Schemas['BankAccount'];
export type BankLine = Schemas['BankLine'];
export type BankMatch = Schemas['BankMatch'];
export type BankStatement = Schemas['BankStatement'];
export type Refund = Schemas['Refund'];
export type RefundEvent = Schemas['RefundEvent'];
export type RefundReport = Schemas['RefundReport'];
export type RefundAuditVerdict = Schemas['RefundAuditVerdict'];
export type RefundPreview = Schemas['RefundPreview'];
export type Evidence = Schemas['Evidence'];
export type Obligation = Schemas['Obligation'];
export type QueuedObligation = Schemas['QueuedObligation'];
export type Notification = Schemas['Notification'];
export type TrustTransaction = Schemas['TrustTransaction'];
export type TrustReport = Schemas['TrustReport'];
export type WorkflowState = Schemas['WorkflowState'];
export type Firm = Schemas['Firm'];
export type FirmEvent = Schemas['FirmEvent'];
export type Retention = Schemas['Retention'];
export type FirmStateProfile = Schemas['FirmStateProfile'];
export type StateProfile = Schemas['StateProfile'];
export type ApiKey = Schemas['ApiKey'];
export type EmailPreview = NonNullable<RefundPreview['email']>;
export type ReasonTemplate = Schemas['ReasonTemplate'];
export type Reconciliation = Schemas['Reconciliation'];
export type Difference = Schemas['ReconciliationDifference'];
export type WebhookEndpoint = Schemas['WebhookEndpoint'];
export type WebhookDelivery = Schemas['WebhookDelivery'];
