/** Secrets that a program took the mark off: what `unsecret` returns is stored and shown in the clear. */
import {
  isEnvelope,
  OUTPUT,
  Props,
  rewrite,
  SECRET,
  SETTINGS,
  Symbols,
  UNKNOWN,
} from "../../cloud-model";
import { Engine } from "./engine";
import { RegisteredResource, STACK_TYPE } from "./registration";

/** Names of arguments that hold what lets somebody in; others are marked out of caution. */
const OPENS = /(password|secret|token|credential|privateKey|authKey|apiKey)s?$|^secretString$/i;

/** Results of provider functions that are secrets and come unmarked, by function. */
const SECRET_RESULTS: { readonly [token: string]: readonly string[] } = {
  "aws:secretsmanager/getSecretVersion:getSecretVersion": ["secretString", "secretBinary"],
  "aws:secretsmanager/getRandomPassword:getRandomPassword": ["randomPassword"],
};

/**
 * Adds a finding for each argument and stack output that shows a secret in the clear: one of a resource,
 * of the configuration or of Secrets Manager, or a text that the program also gives as a password.
 */
export function reportExposedSecrets(engine: Engine, symbols: Symbols): void {
  const written = writtenSecrets(engine);
  for (const resource of engine.resources.values()) {
    const isStack = resource.type === STACK_TYPE;
    const shown = inTheClear(isStack ? resource.outputs : resource.inputs);
    const known = symbols.references(shown, resource.urn).map(({ urn, property, at }) => ({
      ...{ at, source: secretName(engine.resources.get(urn), urn, property) },
    }));
    // A resource among the arguments counts as a reference to its id, which is nobody's password.
    const passwords = written
      .references(shown, resource.urn)
      .filter(({ property }) => OPENS.test(property));
    const repeated = passwords.map(({ urn, property, at }) => ({
      ...{ at, source: `the ${property} of ${engine.resources.get(urn)?.name ?? urn}` },
    }));
    for (const { at, source } of [...known, ...repeated]) {
      if (source !== undefined) {
        engine.findings.add({
          ...{ rule: "exposed-secret", severity: "warning", urn: resource.urn },
          places: [resource.stack],
          message: `${isStack ? `output ${at}` : at} holds ${source} in the clear`,
          fix: "Make it a secret where it begins (pulumi.secret, config.requireSecret) and remove pulumi.unsecret, or keep the value in a Secret and fetch it at run time.",
        });
      }
    }
  }
}

/** Texts that a program gives as passwords and the like, by the arguments that hold them. */
function writtenSecrets(engine: Engine): Symbols {
  const written = new Symbols();
  for (const { urn, inputs } of engine.resources.values()) {
    for (const [argument, value] of Object.entries(inputs)) {
      const held = isEnvelope(value, SECRET) ? value.value : undefined;
      const isMadeUp = held !== undefined && engine.model.symbols.references(held).length > 0;
      if (typeof held === "string" && held !== UNKNOWN && OPENS.test(argument) && !isMadeUp) {
        written.remember(held, { urn, property: argument });
      }
    }
  }
  return written;
}

/** The properties without what is marked as secret. */
function inTheClear(props: Props): Props {
  const isMarked = (node: Parameters<typeof isEnvelope>[0]) =>
    isEnvelope(node, SECRET) || (isEnvelope(node, OUTPUT) && node.secret === true);
  return rewrite(props, (node) => (isMarked(node) ? null : node)) as Props;
}

/** What a property is called, where it is a secret. */
function secretName(
  resource: RegisteredResource | undefined,
  urn: string,
  property: string,
): string | undefined {
  if (urn === SETTINGS) {
    return `the secret setting ${property}`;
  }
  const [top = ""] = property.split(/[.[]/);
  const [token = ""] = urn.split("#");
  if (SECRET_RESULTS[token]?.includes(top)) {
    return `the ${top} of ${token.split(":").pop() ?? token}`;
  }
  const isSecret = isEnvelope(resource?.outputs[top], SECRET);
  return resource && isSecret ? `the secret ${property} of ${resource.name}` : undefined;
}
