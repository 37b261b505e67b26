// The texts that the API's routes take in JSON bodies, as its OpenAPI document describes them.

export type BodyField = {
  /** The method and the path, "POST /v1/refunds". */
  readonly what: string;
  /** Where the text is in the body, `reminders.note`. */
  readonly path: string;
  readonly name: string;
  /** A body that has only this text. */
  readonly bodyWith: (text: string) => unknown;
};

type Schema = Readonly<Record<string, unknown>>;
type Step = string | 0;

/** @param document the OpenAPI document */
export function bodyFields(document: object): readonly BodyField[] {
  const { paths = {}, components } = document as {
    paths?: Record<
      string,
      Record<string, { requestBody?: { content?: Record<string, { schema: Schema }> } }>
    >;
    components?: { schemas?: Record<string, Schema> };
  };
  const found = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { requestBody }]) => {
      const schema = requestBody?.content?.['application/json']?.schema;
      const what = `${method.toUpperCase()} ${path}`;
      if (schema === undefined) return [];
      return textsOf(schema, components?.schemas ?? {}).map((steps) => fieldAt(what, steps));
    }),
  );
  // The alternatives of a body share fields.
  return [...new Map(found.map((field) => [`${field.what} ${field.path}`, field])).values()];
}

function fieldAt(what: string, steps: readonly Step[]): BodyField {
  const bodyWith = (text: string) =>
    steps.reduceRight<unknown>((inner, step) => (step === 0 ? [inner] : { [step]: inner }), text);
  const name = steps.findLast((step) => typeof step === 'string') ?? '';
  return { what, path: steps.join('.'), name, bodyWith };
}

/** The places of the texts in a schema that have no fixed list of values. */
function textsOf(schema: Schema, named: Readonly<Record<string, Schema>>): readonly (readonly Step[])[] {
  const { $ref, type, properties = {}, items, anyOf = [], oneOf = [], allOf = [] } = schema;
  if (typeof $ref === 'string') return textsOf(named[$ref.split('/').at(-1) ?? ''] ?? {}, named);
  const within = (inner: unknown) => textsOf(inner as Schema, named); // a schema of the same document
  const isText =
    [type].flat().includes('string') && schema['enum'] === undefined && schema['const'] === undefined;
  return [
    ...(isText ? [[]] : []),
    ...Object.entries(properties as object).flatMap(([name, inner]) =>
      within(inner).map((steps) => [name, ...steps]),
    ),
    ...(items === undefined ? [] : within(items).map((steps): readonly Step[] => [0, ...steps])),
    ...[anyOf, oneOf, allOf].flat().flatMap(within),
  ];
}
