/** Why a statement was not imported, at the field that it is about, with what was typed. */
export type ImportRefusal = {
  readonly field: 'account' | 'statement' | 'balances';
  readonly fault: string;
  /** The last four digits of the account before, and of the file, if the bank may have changed the number. */
  readonly renumbering?: { readonly from: string; readonly to: string } | undefined;
  readonly typed: TypedStatement;
};

/** As they stand in the form. */
export type TypedStatement = Readonly<
  Record<'account' | 'periodStart' | 'opening' | 'closing' | 'closingDate', string>
>;
