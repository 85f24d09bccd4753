/** A component's sentence `Creates: …` held against what its sample makes. */

/** The word for a type whose own name does not have it. */
const WORDS: Readonly<Record<string, RegExp>> = {
  "aws:apigateway/methodSettings:MethodSettings": /\bsettings\b/i,
  "aws:ec2/eip:Eip": /\bElastic IP|\baddress/i,
  "aws:route53/hostedZoneDnsSec:HostedZoneDnsSec": /\bsigning\b/i,
  "aws:route53/queryLog:QueryLog": /\blogging\b/i,
  "aws:wafv2/webAcl:WebAcl": /\bweb ACL\b/i,
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": /\blogging\b/i,
  "awsx:ec2:Vpc": /\bVPC\b/,
  "aws:autoscaling/group:Group": /\bAuto Scaling group\b/,
  "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": /\begress-only internet gateway\b/,
  "random:index/randomPassword:RandomPassword": /\brandom value/i,
};

/** Endings that name no thing: the word before them does. */
const ENDINGS = /(Configuration|Config|Controls|Settings)$/;

/** A condition: what such a part names is made for some arguments only, or as often as they say. */
const CONDITION = new RegExp(
  [
    "`",
    "\\b(per|unless|where|once|when|or|none)\\b",
    "\\bfor (each|every|what|one)\\b",
    "\\ban? (zone|function|address|definition|replica|service|target|subscriber|measure|schedule|pause|port|network)\\b",
  ].join("|"),
);

/** A part that begins so is a condition to its end. */
const CONDITION_FIRST = /^ ?(and )?(for|in|with|without|per|once|where|when)\b/;

/** What the sentence must name, by type: each type made, and each number that it states. */
export function wronglyCreated(docs: string, made: readonly string[]): string[] {
  const sentence = createsSentence(docs);
  const unnamed = [...new Set(made)].filter((type) => !wordOf(type).test(sentence));
  return [
    ...unnamed.map((type) => `${type} is made and not named in "${sentence}"`),
    ...wrongNumbers(sentence, made),
  ];
}

/** From `Creates` to what it costs, on one line. */
function createsSentence(docs: string): string {
  const text = docs.replace(/\s*\n\s*\*\s?/g, " ");
  return /\bCreates[:,].*?(?=\s(?:Costs?|Takes?) |\s@|$)/.exec(text)?.[0] ?? "";
}

/** `aws:sqs/redriveAllowPolicy:RedriveAllowPolicy` is named by "policy" and "policies". */
function wordOf(type: string): RegExp {
  const ownName = type.startsWith("strata:") ? `|\\b${type.split(":")[2]}\\b` : "";
  return WORDS[type] ?? new RegExp(`\\b${stem(nounOf(type))}${ownName}`, "i");
}

function nounOf(type: string): string {
  const name = type.split(":").pop() ?? "";
  const words = name.replace(ENDINGS, "").match(/[A-Z]+(?![a-z])|[A-Z][a-z0-9]+/g) ?? [name];
  return words[words.length - 1];
}

/** The part that singular and plural have in common. */
function stem(word: string): string {
  return word.toLowerCase().replace(/(ies|y|es|e|s)$/, "");
}

/** The numbers in the parts without a condition, against how many there are. */
function wrongNumbers(sentence: string, made: readonly string[]): string[] {
  const parts = sentence
    .replace(/^Creates[^:]*:|\([^)]*\)/g, "")
    .split(/;|\. /)
    .filter((part) => !CONDITION_FIRST.test(part))
    .flatMap((part) => part.split(/,| and (?=\d)/))
    .filter((part) => !CONDITION.test(part));
  return parts.flatMap((part) => {
    const [, count, words] = /^ ?(\d+) ((?:[A-Za-z-]+ ?)+)/.exec(part) ?? [];
    if (count === undefined) {
      return [];
    }
    const [named] = words.trim().split(/ (?:with|without|in|of|for|that|which|to|and)\b/);
    const there = made.filter((type) => isNamed(type, named)).length;
    return there === Number(count)
      ? []
      : [`"${sentence}" says ${count} ${named}, ${there} are made`];
  });
}

/** True of a "queue policy" for `aws:sqs/queuePolicy:QueuePolicy`, and of "policies" too. */
function isNamed(type: string, named: string): boolean {
  const name = (type.split(":").pop() ?? "").replace(/(?<=[a-z])(?=[A-Z])/g, " ");
  return WORDS[type]?.test(named) ?? ` ${stem(name)}`.endsWith(` ${stem(named)}`);
}
