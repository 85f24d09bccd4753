/**
 * The two query languages of a workflow's definition, and the fields that only one of them has ("Transforming data
 * with JSONata", Step Functions guide): https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html.
 */
import type { Piece } from "./states-language";
import type { DefinitionProblem } from "./states-language-problems";
import { isRecord, listOf } from "./values";

export const queryLanguages = ["JSONPath", "JSONata"] as const;
export type QueryLanguage = (typeof queryLanguages)[number];

/** Fields that only one of the languages has; with the other one AWS refuses the state. */
const foreign: { readonly [language in QueryLanguage]: readonly string[] } = {
  JSONata: [
    "InputPath",
    "OutputPath",
    "Parameters",
    "ResultPath",
    "ResultSelector",
    "Result",
    "ItemsPath",
    "SecondsPath",
    "TimestampPath",
    "TimeoutSecondsPath",
    "HeartbeatSecondsPath",
    "ErrorPath",
    "CausePath",
    "MaxConcurrencyPath",
    "ToleratedFailureCountPath",
    "ToleratedFailurePercentagePath",
  ],
  JSONPath: ["Arguments", "Output", "Items"],
};

/** Those within a state's own fields: a catcher, a choice, what a distributed map reads and writes. */
const foreignWithin: {
  readonly [language in QueryLanguage]: Readonly<Record<string, readonly string[]>>;
} = {
  JSONata: {
    Catch: ["ResultPath"],
    Choices: ["Variable", "And", "Or", "Not"],
    ItemReader: ["Parameters"],
    ItemBatcher: ["MaxItemsPerBatchPath", "MaxInputBytesPerBatchPath"],
    ResultWriter: ["Parameters"],
  },
  JSONPath: {
    Catch: ["Output"],
    Choices: ["Condition", "Output"],
    ItemReader: ["Arguments"],
    ResultWriter: ["Arguments"],
  },
};

/** The language that a state speaks: its own, or that of the whole definition. */
export function languageOf(state: Piece, whole: QueryLanguage): QueryLanguage {
  return state.QueryLanguage === "JSONata" ? "JSONata" : whole;
}

/** A language that there is not, of the definition or a state. */
export function unknownLanguage(path: string, { QueryLanguage: own }: Piece): DefinitionProblem[] {
  return own === undefined || queryLanguages.some((each) => each === own)
    ? []
    : [
        {
          mistake: "query",
          path: path === "" ? "QueryLanguage" : `${path}.QueryLanguage`,
          found: own,
          limit: queryLanguages.join(", "),
          fix: "Correct the name.",
        },
      ];
}

/** What a state has of the language that it does not speak. */
export function queryProblems(
  path: string,
  state: Piece,
  whole: QueryLanguage,
): DefinitionProblem[] {
  const own = state.QueryLanguage;
  if (whole === "JSONata" && own === "JSONPath") {
    return [
      {
        mistake: "query",
        path: `${path}.QueryLanguage`,
        found: own,
        limit: "JSONata, as the definition says",
        fix: "Leave it out, or say JSONata in single states only.",
      },
    ];
  }
  const language = languageOf(state, whole);
  return [
    ...unknownLanguage(path, state),
    ...foreignFields(path, state, foreign[language], language),
    ...Object.entries(foreignWithin[language]).flatMap(([field, fields]) => {
      const value = state[field];
      if (isRecord(value)) return foreignFields(`${path}.${field}`, value, fields, language);
      return listOf(value).flatMap((entry, index) =>
        isRecord(entry) ? foreignFields(`${path}.${field}[${index}]`, entry, fields, language) : [],
      );
    }),
    ...missingConditions(path, state, language),
  ];
}

function foreignFields(
  path: string,
  piece: Piece,
  fields: readonly string[],
  language: QueryLanguage,
): DefinitionProblem[] {
  return fields
    .filter((field) => piece[field] !== undefined)
    .map((field) => ({
      mistake: "query",
      path: `${path}.${field}`,
      found: piece[field],
      limit: `no ${field} with ${language}`,
      fix:
        language === "JSONata"
          ? 'Use Arguments, Output, Assign and Condition with "{% ... %}".'
          : 'Set QueryLanguage to "JSONata", or use Parameters, ResultSelector, ResultPath and Variable.',
    }));
}

/** A choice of JSONata has one expression and nothing else to be true. */
function missingConditions(
  path: string,
  state: Piece,
  language: QueryLanguage,
): DefinitionProblem[] {
  if (language !== "JSONata" || state.Type !== "Choice") return [];
  return listOf(state.Choices).flatMap((choice, index): DefinitionProblem[] =>
    isRecord(choice) && choice.Condition === undefined
      ? [
          {
            mistake: "query",
            path: `${path}.Choices[${index}].Condition`,
            found: undefined,
            limit: "a Condition with JSONata",
            fix: 'Write "{% $states.input.size > 10 %}".',
          },
        ]
      : [],
  );
}
