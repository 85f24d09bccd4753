import pulumi from "@pulumi/eslint-plugin";
import { defineConfig } from "eslint/config";
import * as fs from "node:fs";
import tseslint from "typescript-eslint";

/** What all layers are made with. */
const shared = ["base", "wiring"];
const layers = fs
  .readdirSync(new URL("components", import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !shared.includes(entry.name))
  .map(({ name }) => name);

/** Nothing in `folder` may import from the folders in `from`. */
const direction = (folder, from, message) => ({
  files: [`${folder}/**/*.ts`],
  rules: {
    "no-restricted-imports": [
      "error",
      { patterns: [{ group: from.flatMap((name) => [`**/${name}`, `**/${name}/**`]), message }] },
    ],
  },
});

/** The table of AWS's actions is large: who checks names of actions is given it. */
const tables = "@cloud-copilot";
const above = ["handlers", "preview", "policies", "tests", "settings", tables];

/** Data flows one way: settings -> layers -> features -> outputs. */
const directions = [
  direction("settings", ["handlers", "preview", "policies", "tests"], "Settings come first."),
  direction("preview", ["components", "handlers", "settings"], "The preview knows no program."),
  direction(
    "cloud-model",
    ["components", "preview", "policies", "handlers", "settings"],
    "The cloud model knows AWS, not this program.",
  ),
  direction(
    "rules",
    [tables, "@pulumi", "components", "cloud-model", "preview", "policies", "handlers", "settings"],
    "The rulebook is pure data and functions.",
  ),
  direction("components", above, "Components know nothing of what is built on them."),
  ...shared.map((folder) =>
    direction(
      `components/${folder}`,
      [...above, ...layers],
      "What all layers use knows none of them.",
    ),
  ),
  // The last match counts, so each layer repeats what holds for all components.
  ...layers.map((layer) =>
    direction(
      `components/${layer}`,
      [...above, ...layers.filter((other) => other !== layer)],
      "Layers meet only through components/contracts.ts, and know nothing of what is built on them.",
    ),
  ),
];

export default defineConfig(
  { ignores: ["node_modules/", "build/", "**/fixtures/**", "**/golden/**"] },
  tseslint.configs.strict,
  {
    files: ["**/*.ts"],
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-invalid-void-type": "off",
      "@typescript-eslint/no-extraneous-class": "off",
      "@typescript-eslint/consistent-type-imports": "off",
      "max-lines": ["error", { max: 320, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // These two need types; the rest of the rules do not.
    files: ["index.ts", "components/**/*.ts", "handlers/**/*.ts"],
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { "@pulumi": pulumi },
    rules: {
      "@pulumi/no-output-in-template-literal": "error",
      "@pulumi/no-output-instance-in-template-literal": "error",
      "@typescript-eslint/no-floating-promises": "error",
    },
  },
  {
    // What is nobody else's business is #private: a component's other fields are its outputs.
    files: ["components/**/*.ts"],
    ignores: ["components/environment.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector:
            "ClassDeclaration[superClass] PropertyDefinition[accessibility=/private|protected/]",
          message: "Write it as a #private field: other fields of a component are its outputs.",
        },
        {
          selector: "ClassDeclaration[superClass] TSParameterProperty[accessibility]",
          message: "Write it as a #private field: other fields of a component are its outputs.",
        },
      ],
    },
  },
  ...directions,
  {
    // Plain scripts that run before TypeScript does.
    files: ["**/*.js", "**/*.mjs"],
    rules: {
      "@typescript-eslint/no-require-imports": "off",
      "no-undef": "off",
    },
  },
  {
    files: ["tests/**/*.ts"],
    rules: { "@typescript-eslint/no-unused-expressions": "off" },
  },
);
