// Bundles are built for the runtime's Node.js, which may be newer than the one that loads them here: what only that has
// is no fault.

/** What came after Node.js 20, as error messages name it: https://node.green, https://nodejs.org/api/ */
const newer =
  /\b(Promise\.(try|withResolvers)|Array\.fromAsync|(Object|Map)\.groupBy|RegExp\.escape|Error\.isError|Iterator|WebSocket|EventSource|navigator|localStorage|sessionStorage|Float16Array|Math\.(f16round|sumPrecise)|URLPattern|CloseEvent|CustomEvent|Uint8Array\.from(Base64|Hex)|toBase64|toHex|union|intersection|difference|symmetricDifference|isSubsetOf|isSupersetOf|isDisjointFrom|getOrInsert\w*|toSorted|transfer|Symbol\.(dispose|asyncDispose)|DisposableStack|AsyncDisposableStack|SuppressedError|node:(sqlite|sea|test)|styleText|globSync|glob|take|drop|flatMap|toArray|enableCompileCache|stripTypeScriptTypes|registerHooks|parseEnv|loadEnvFile)\b/;

/** @param target esbuild's name of the Node.js that the bundle is for, such as `node24`. */
export function isForNewerNode(
  target: string,
  { name, message, stack }: { name: string; message: string; stack: string },
): boolean {
  const wanted = Number(/^node(\d+)/.exec(target)?.[1] ?? 0);
  if (wanted <= Number(process.versions.node.split(".")[0])) return false;
  // Its syntax, not what it parses itself.
  if (name === "SyntaxError" && /compileSourceTextModule/.test(stack)) return true;
  return /is not (a function|a constructor|defined|iterable)|undefined|builtin|export named/.test(message) && newer.test(message); // prettier-ignore
}
