// The voice: what people read is American legal-office English. Private words, British spelling, and dates and time zones
// as machines write them do not reach a person. The words and what stands for them: docs/words.md.

/** A pattern that must not be read, and what to write. */
const WORDS = [
  [/\bask(?:s|ed|ing)? for\b/i, '"request"'],
  [/\banew\b/i, '"again"'],
  [/\bbecomes? of\b/i, '"what should happen to"'],
  [/\bwait(?:s|ed)? for (?!it\b)/i, '"pending", "assigned to" or "until"'],
  [/\bstands? behind\b/i, '"appears after"'],
  [/\b(?:is|are|was|were|be) told\b/i, '"we will email", "notified"'],
  [/\bwho(?:m|so)?ever\b/i, '"anyone who", or a role'],
  [/\ball that\b/i, '"everything"'],
  [/\bonce more\b/i, '"again"'],
  [/\b(?:was|is|were|are|be) noted\b/i, '"recorded" or "saved"'],
  [/\blook(?:s|ed|ing)? after\b/i, '"handle"'],
  [/\btaken care of\b/i, '"handled"'],
  [/\bno longer owed\b/i, '"not needed"'],
  [/\bput back\b/i, '"reversed"'],
  [/\blet(?:s|ting)? go of\b/i, '"releases"'],
  [/\bof (?:a person's|ours)\b/i, 'the noun'],
  [/\bgoes on by itself\b/i, '"continues automatically"'],
  [/\b(?:bring|brings|brought|bringing) in\b/i, '"import"'],
  [/\bsomebody\b/i, '"someone"'],
  [/\beverybody\b/i, '"everyone"'],
  [/\bpayment compan(?:y|ies)\b/i, '"payment processor"'],
  [/\bTwo pairs of eyes\b/i, '"second approval"'],
  [/\bnothing here\b/i, 'what was not found'],
  [
    /\b(?:colou|favou|behaviou|honou|labou)r\w*|\bcheques?\b|\b(?:organ|author|recogn|final|summar|real)is(?:e|es|ed|ing|ation)\b|\bcancelled\b|\bcentre\b|\bwhilst\b|\blicence\b/i,
    'the American spelling',
  ],
  [/\b20\d\d-[01]\d-[0-3]\d\b/, 'the date as people write it'],
  [/\b(?:America|Europe|Pacific|Asia)\/[A-Z]\w+/, 'the name of the zone: Eastern Time'],
];

/** A sentence, not an identifier, a class list or a pattern. */
const isSentence = (text) => /[A-Za-z]\s+[A-Za-z]/.test(text);

const voiceRule = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { word: 'A person reads "{{found}}": write {{instead}}.' },
  },
  create(context) {
    function read(node, source) {
      // A sentence may be broken over lines.
      const text = source.replaceAll(/\s+/g, ' ');
      if (!isSentence(text)) return;
      for (const [pattern, instead] of WORDS) {
        const found = pattern.exec(text)?.[0];
        if (found !== undefined) context.report({ node, messageId: 'word', data: { found, instead } });
      }
    }
    return {
      Literal(node) {
        if (typeof node.value === 'string' && !isImport(node)) read(node, node.value);
      },
      TemplateElement(node) {
        read(node, node.value.cooked ?? '');
      },
      SvelteText(node) {
        read(node, node.value);
      },
      SvelteLiteral(node) {
        read(node, node.value);
      },
    };
  },
};

const isImport = ({ parent }) => /^(?:Import|Export)/.test(parent?.type ?? '');

export const voice = {
  files: ['apps/portal/src/**/*.{ts,svelte}', 'apps/worker/src/emails/**/*.ts'],
  ignores: ['**/*.test.ts'],
  plugins: { voice: { rules: { words: voiceRule } } },
  rules: { 'voice/words': 'error' },
};
