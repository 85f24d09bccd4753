// Which file may import which: no circles anywhere, and the phases of the bundler in their order. `npm run lint` asks.
// Which folder of the program may import which is in eslint.config.mjs.

const bundler = "^components/compute/lambda/bundle/";

/** Each phase with those that it may know; `environment` and `shipped` stand beside them, and nothing knows the two. */
const phases = {
  source: [],
  live: ["source"],
  plan: ["source", "live"],
  write: ["source", "live", "plan"],
  build: ["source", "live"],
  check: ["source", "live", "plan"],
  replay: ["source", "live", "plan", "write", "build", "check"],
  environment: ["source", "live", "plan"],
  shipped: ["source", "live", "plan"],
};

const oneWay = Object.entries(phases).map(([phase, known]) => ({
  name: `bundler-${phase}`,
  severity: "error",
  comment: `The bundler's phases know what comes before them alone: ${phase} knows ${known.join(", ") || "no other"}.`,
  from: { path: `${bundler}${phase}/` },
  to: {
    path: bundler,
    pathNot: `${bundler}(kept-results\\.ts$|(${[phase, ...known].join("|")})/)`,
  },
}));

module.exports = {
  forbidden: [
    {
      name: "no-circles",
      severity: "error",
      comment: "Two files that need each other are one idea, or lack a third that both use.",
      from: {},
      // What is only a type is gone when the program runs.
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-circles-in-the-bundler",
      severity: "error",
      comment: "Types included: a plan is data, which every phase may read by itself.",
      from: { path: bundler },
      to: { circular: true, viaOnly: { path: bundler } },
    },
    ...oneWay,
    {
      name: "bundler-source-is-syntax",
      severity: "error",
      comment: "What source says is read without values: neither Pulumi nor V8 is asked.",
      from: { path: `${bundler}source/` },
      to: { path: "^(node:)?inspector|@pulumi/" },
    },
    {
      name: "bundler-plan-builds-nothing",
      severity: "error",
      comment: "A plan is made and tested without esbuild.",
      from: { path: `${bundler}(source|live|plan|write)/` },
      to: { path: "node_modules/esbuild/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(fixtures|golden)/|^build/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
  },
};
