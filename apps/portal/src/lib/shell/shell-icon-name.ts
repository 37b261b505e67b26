/** The icons of static/shell-icons.svg. */
export type ShellIconName =
  | 'house'
  | 'list-checks'
  | 'receipt-text'
  | 'folder'
  | 'search'
  | 'landmark'
  | 'settings'
  | 'undo'
  | 'chevrons'
  | 'help'
  | 'more'
  | 'log-out'
  | 'shield'
  | 'chevron-down';
