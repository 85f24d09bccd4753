// Which variables of the environment a handler finds in Lambda, and a warning for one that it reads and nobody gives.
import { BundledPart, bundledParts, Plan } from "../plan/plan";
import { EnvironmentRead, environmentReads, environmentWrites } from "../source/environment-reads";
import { relativeTo } from "../source/project";
import { mentions, runsAtOnce } from "../source/syntax";

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, "Defined runtime environment variables" */
const lambdaVariables = new Set(
  (
    "_HANDLER _X_AMZN_TRACE_ID AWS_DEFAULT_REGION AWS_REGION AWS_EXECUTION_ENV AWS_LAMBDA_FUNCTION_NAME " +
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE AWS_LAMBDA_FUNCTION_VERSION AWS_LAMBDA_INITIALIZATION_TYPE AWS_LAMBDA_LOG_GROUP_NAME " +
    "AWS_LAMBDA_LOG_STREAM_NAME AWS_ACCESS_KEY AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN " +
    "AWS_LAMBDA_RUNTIME_API LAMBDA_TASK_ROOT LAMBDA_RUNTIME_DIR LANG PATH LD_LIBRARY_PATH NODE_PATH NODE_OPTIONS TZ " +
    "AWS_XRAY_CONTEXT_MISSING AWS_XRAY_DAEMON_ADDRESS AWS_LAMBDA_MAX_CONCURRENCY AWS_LAMBDA_METADATA_API " +
    "AWS_LAMBDA_METADATA_TOKEN"
  ).split(" "),
);

/**
 * @param own The names that the function's `environment` has.
 * @param js The finished bundle: what esbuild left out reads nothing.
 */
export function ungivenVariables(
  plan: Plan,
  own: readonly string[],
  js: string,
): readonly string[] {
  const parts = bundledParts(plan);
  const written = parts.flatMap(({ file, node }) => environmentWrites(file, node));
  const given = new Set([...lambdaVariables, ...own, ...written]);
  const warnings = new Map<string, string>();
  for (const part of parts) {
    for (const read of environmentReads(part.file, part.node)) {
      const { name } = read;
      if (name === undefined || given.has(name) || !isMissed(read, part)) continue;
      if (!mentions(js, name)) continue;
      const { line, column } = part.file.position(read.node);
      const place = `${relativeTo(plan.root, part.file.path)}:${line}:${column}`;
      warnings.set(
        place,
        `${place}: handler "${plan.handlerName}" reads process.env.${name}, which neither its environment nor Lambda gives` +
          `${process.env[name] === undefined ? "" : " (this machine has it)"}. Set it: environment: { ${name}: ... }.`,
      );
    }
  }
  return [...warnings.values()];
}

/** With a default, a variable is missed only where the program had it, when it was loaded here. */
const isMissed = (
  { name, node, optional }: EnvironmentRead,
  { node: root, loads }: BundledPart,
): boolean =>
  !optional || (loads && process.env[name ?? ""] !== undefined && runsAtOnce(node, root));
