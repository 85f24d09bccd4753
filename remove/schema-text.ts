/** Takes features and settings out of the JSON Schema of the stack files, as `npm run schema` would. */

interface StackFileSchema {
  properties: {
    config: {
      properties: Record<string, { items?: { enum?: string[]; not?: object } }>;
      required: string[];
      propertyNames: { anyOf: { enum?: string[] }[] };
    };
  };
}

export function withoutInSchema(
  text: string,
  gone: { readonly features: readonly string[]; readonly settings: readonly string[] },
): string {
  if (gone.features.length === 0 && gone.settings.length === 0) return text;
  const schema = JSON.parse(text) as StackFileSchema;
  const { config } = schema.properties;
  const features = config.properties["strata:features"];
  if (features.items?.enum) {
    const left = features.items.enum.filter((name) => !gone.features.includes(name));
    // Where there is none, Zod says that nothing is allowed.
    features.items = left.length > 0 ? { ...features.items, enum: left } : { not: {} };
  }
  const keys = gone.settings.map((name) => `strata:${name}`);
  config.properties = Object.fromEntries(
    Object.entries(config.properties).filter(([key]) => !keys.includes(key)),
  );
  const left = (names: string[]) => names.filter((name) => !keys.includes(name));
  config.required = left(config.required);
  for (const choice of config.propertyNames.anyOf) {
    if (choice.enum) choice.enum = left(choice.enum);
  }
  return `${JSON.stringify(schema, null, 2)}\n`;
}
