import pulumi from "@pulumi/eslint-plugin";
import { defineConfig } from "eslint/config";
import importX from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

const layers = ["network", "dns", "cdn", "web", "compute", "data", "decoupling"];

/** Data flows one way: settings -> layers -> features -> outputs. */
const directions = [
  {
    target: "./components",
    from: ["./handlers", "./preview", "./policies", "./tests", "./settings", "./index.ts"],
    message: "Components know nothing of what is built on them.",
  },
  {
    target: "./rules",
    from: ["./components", "./cloud-model", "./preview", "./policies", "./handlers", "./settings"],
    message: "The rulebook is pure data and functions.",
  },
  {
    target: "./cloud-model",
    from: ["./components", "./preview", "./policies", "./handlers", "./settings"],
    message: "The cloud model knows AWS, not this program.",
  },
  {
    target: "./preview",
    from: ["./components", "./handlers", "./settings", "./index.ts"],
    message: "The preview runs any program; it knows none.",
  },
  {
    target: "./settings",
    from: ["./handlers", "./preview", "./policies", "./tests"],
    message: "Settings come first.",
  },
  ...layers.map((layer) => ({
    target: `./components/${layer}`,
    from: layers.filter((other) => other !== layer).map((other) => `./components/${other}`),
    message: "Layers meet only through components/contracts.ts.",
  })),
];

export default defineConfig(
  { ignores: ["node_modules/", "build/", "**/fixtures/**", "**/golden/**"] },
  tseslint.configs.strict,
  {
    files: ["**/*.ts"],
    plugins: { "import-x": importX, "@pulumi": pulumi },
    settings: { "import-x/resolver": { node: { extensions: [".ts", ".js", ".json"] } } },
    rules: {
      "import-x/no-restricted-paths": ["error", { zones: directions }],
      "import-x/no-cycle": "off",
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
    files: ["rules/**/*.ts"],
    rules: {
      "no-restricted-imports": ["error", { patterns: ["@pulumi/*"] }],
    },
  },
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
