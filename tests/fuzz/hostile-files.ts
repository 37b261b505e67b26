// Files made to cost their reader time or memory, of any size: each repeats one thing that a reader could go back over.
const header = 'Date,Description,Amount\n';
const repeated = (piece: string, length: number) => piece.repeat(Math.ceil(length / piece.length));

/** By name, a file of about so many characters. */
export const HOSTILE_FILES: Readonly<Record<string, (length: number) => string>> = {
  'short rows': (length) => header + repeated('12345\n', length),
  'rows of one letter': (length) => header + repeated('x\n', length),
  'rows of commas': (length) => header + repeated(',,\n', length),
  'rows of empty quotes': (length) => header + repeated('""\n', length),
  'one quoted field': (length) => `${header}2026-03-10,"${repeated('x', length)}",1.00\n`,
  'one quoted field of quotes': (length) => `${header}2026-03-10,"${repeated('""', length)}",1.00\n`,
  'one quoted field of line ends': (length) => `${header}2026-03-10,"${repeated('\n', length)}",1.00\n`,
  'a quote that does not end': (length) => `${header}2026-03-10,"${repeated('x,\n', length)}`,
  'formulas that do not end': (length) => header + repeated(',="a', length),
  'a million columns': (length) => `${header.trim()}${repeated(',x', length)}\n2026-03-10,a,1.00\n`,
  'a million columns before the header': (length) =>
    `${repeated('Date,', length)}\n${header}2026-03-10,a,1.00\n`,
  'a row of a million fields': (length) => `${header}2026-03-10,a,1.00${repeated(',', length)}\n`,
  'names of columns': (length) => repeated(header, length),
  'one long word': (length) => repeated('x', length),
  'line ends': (length) => repeated('\n', length),
  spaces: (length) => repeated(' ', length),
  'a colon and spaces': (length) => `A:${repeated(' ', length)}`,
  colons: (length) => repeated('A: ', length),
  'comments before HTML': (length) => repeated('<!-- -->', length),
  declarations: (length) => repeated('<?xml?>', length),
  'an amount of digits': (length) => `${header}2026-03-10,a,${repeated('9', length)}\n`,
  'an amount of signs': (length) => `${header}2026-03-10,a,"${repeated('$ (', length)}"\n`,
  'a date of digits': (length) => `${header}${repeated('1', length)},a,1.00\n`,
  'rows that may be shifted amounts': (length) =>
    `${header.trim()},Check\n${repeated('2026-03-10,a,5,101\n', length)}`,
  'rows of totals': (length) => header + repeated(',Total,0.00\n', length),
  'rows of balances': (length) => `${header.trim()},Balance\n${repeated(',Balance,,5.00\n', length)}`,
  'transactions of one kind': (length) => header + repeated('2026-03-10,a,1.00\n', length),
  'nothing but <': (length) => repeated('<', length),
  'tags that do not end': (length) => `<OFX>${repeated('<A ', length)}`,
  'groups within groups': (length) => `<OFX>${repeated('<A>', length)}`,
  'groups within groups that end': (length) =>
    `<OFX>${repeated('<A>', length / 2)}${repeated('</A>', length / 2)}</OFX>`,
  'known groups within groups': (length) =>
    `<OFX>${repeated('<STMTRS>', length / 2)}${repeated('</STMTRS>', length / 2)}</OFX>`,
  'elements that end in another order': (length) => `<OFX>${repeated('<A><B></A>', length)}</OFX>`,
  'empty transactions': (length) => `<OFX>${repeated('<STMTTRN></STMTTRN>', length)}</OFX>`,
  'comments that do not end': (length) => `<OFX>${repeated('<!--', length)}`,
  'texts that do not end': (length) => `<OFX>${repeated('<![CDATA[', length)}`,
  entities: (length) => `<OFX><NAME>${repeated('&amp;', length)}`,
  'entities of entities': (length) =>
    `<!DOCTYPE x [<!ENTITY a "aaa">]><OFX><NAME>${repeated('&a;', length)}</OFX>`,
  'entities that do not end': (length) => `<OFX><NAME>${repeated('&#', length)}`,
  'spaces in a value': (length) => `<OFX><STMTTRN><TRNAMT>${repeated(' ', length)}1</OFX>`,
  'a long FITID': (length) => `<OFX><STMTTRN><FITID>${repeated('F', length)}</STMTTRN></OFX>`,
  'letters after <': (length) => `OFXHEADER:100\n<OFX><${repeated('A1', length)}`,
};
