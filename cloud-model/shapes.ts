/** Gives the symbolic outputs of one resource the look of the real thing. */
import { foreignIn, nameFormOf } from "../rules/automatic-names";
import { factsOf } from "./all-facts";
import { PackageSchemas } from "./schema";
import { sha256, Symbols } from "./symbols";
import type { Outputs } from "./type-facts";
import { Props, UNKNOWN, Value } from "./wire-values";

/** The resource, or the function call, whose values are made. */
export interface Subject {
  /** Type or function token. */
  type: string;
  name: string;
  urn: string;
  /** The arguments, as far as they are known. */
  inputs: Props;
  region: string;
  account: string;
}

/**
 * Symbolic public addresses are from 198.18.0.0/15 (RFC 2544, never routed on the internet): the
 * documentation ranges of RFC 5737 hold 762 addresses only, so that two of ten would often be equal.
 */
const PUBLIC_ADDRESSES = { first: 198, second: 18, size: 2 ** 17 };

export class Shape {
  private readonly packageName: string;
  private readonly outputs: Outputs;
  private readonly pending = new Set<string>();
  private readonly given: Set<string>;
  private readonly isFunction: boolean;

  constructor(
    readonly subject: Subject,
    private readonly symbols: Symbols,
    private readonly schemas: PackageSchemas,
  ) {
    this.packageName = subject.type.split(":")[0];
    this.outputs = factsOf(subject.type).outputs ?? {};
    // How AWS names things is known; what others answer is not made up.
    this.isFunction = /^aws:.*:get[A-Z]\w*$/.test(subject.type);
    this.given = new Set(Object.values(subject.inputs).flatMap((v) => publicText(v) ?? []));
  }

  /** The resource's physical id, `""` where no fact says what it looks like. */
  id(): string {
    const id = this.value("string", "id");
    return typeof id === "string" ? id : "";
  }

  /** An output of a TypeScript type, as a fact says that it looks; `undefined` leaves it unknown. */
  value(type: string, property: string): Value | undefined {
    const form = this.outputs[property];
    if (typeof form === "function") {
      return form(this);
    }
    if (property === "tagsAll") {
      return this.subject.inputs.tags ?? {};
    }
    if (typeof form === "string" || property === "region") {
      return this.text(property);
    }
    if (property === "port") {
      return this.port(property);
    }
    return this.isFunction ? this.valueByName(type, property) : undefined;
  }

  /**
   * Only AWS knows what its data sources answer: what has no fixture is made up by the names of the
   * members, and the report counts such calls.
   */
  private valueByName(type: string, property: string): Value | undefined {
    if (type === "string") {
      return this.text(property);
    }
    if (type === "number") {
      return this.number(property);
    }
    if (type.endsWith("[]")) {
      const item = this.value(type.slice(0, -2), `${property}[0]`);
      return item === undefined ? undefined : [item];
    }
    if (type.startsWith("outputs.")) {
      const members = this.schemas.nested(this.packageName, type);
      return members && this.object(members, `${property}.`);
    }
    return /^"([^"]*)"/.exec(type)?.[1];
  }

  /** All members that always have a value. */
  object(
    members: readonly { name: string; optional: boolean; type: string }[],
    prefix = "",
  ): Props {
    const result: Props = {};
    for (const { name, optional, type } of members) {
      const given = prefix === "" ? this.subject.inputs[name] : undefined;
      const value = given ?? (optional ? undefined : this.value(type, prefix + name));
      if (value !== undefined) {
        result[name] = value;
      }
    }
    return result;
  }

  /** A text output: given, or by its template; `undefined` where a part of it is not known. */
  text(property: string): string | undefined {
    const given = publicText(this.subject.inputs[property]);
    if (given !== undefined) {
      return given;
    }
    const template = this.outputs[property];
    if (typeof template === "function") {
      return publicText(template(this));
    }
    if (property === "region") {
      return this.subject.region;
    }
    if (template === undefined || this.pending.has(property)) {
      return this.isFunction ? this.textByName(property) : undefined;
    }
    return this.fill(template, property);
  }

  /** The text of `property` by a template, for forms that choose one by what was given. */
  fill(template: string, property: string): string | undefined {
    this.pending.add(property); // a template that leads back to itself is not known
    const text = this.render(template, property);
    this.pending.delete(property);
    const isMade = /\{(?!region|account)/.test(template);
    return text !== undefined && isMade ? this.remember(text, property) : text;
  }

  /** Hexadecimal digits of this property. */
  digits(property: string, count: number): string {
    return this.symbols.digits(this.subject.urn, property, count);
  }

  /** Makes `text` findable, unless it is only what the program itself gave. */
  remember(text: string, property: string): string {
    return this.given.has(text)
      ? text
      : this.symbols.remember(text, { urn: this.subject.urn, property });
  }

  private render(template: string, property: string): string | undefined {
    let part = 0;
    let isKnown = true;
    const filled = template.replace(
      /\{(\w+)(?::(\d+))?\}/g,
      (_all, word: string, size?: string) => {
        part += 1;
        const text = this.part(word, Number(size), `${property}#${part}`);
        isKnown &&= text !== undefined;
        return text ?? "";
      },
    );
    // An argument may be an ARN where the template expects a name: that ARN is the beginning then.
    return isKnown ? filled.replace(/^arn:[^/]*?:(?=arn:)/, "") : undefined;
  }

  private part(word: string, size: number, seed: string): string | undefined {
    const { region, account, urn, name } = this.subject;
    switch (word) {
      case "region":
        return publicText(this.subject.inputs.region) ?? region;
      case "account":
        return account;
      case "auto":
        return this.autoName(urn, name);
      case "hex":
        return this.digits(seed, size);
      case "digits":
        return decimal(this.digits(seed, 64), size);
      case "base36":
        return base36(this.digits(seed, 64), size);
      case "BASE36":
        return base36(this.digits(seed, 64), size).toUpperCase();
      case "uuid":
        return uuid(this.digits(seed, 32));
      default:
        return word === "port" ? this.port(word)?.toString() : this.text(word);
    }
  }

  /** Pulumi's auto-naming, within what the service allows. */
  private autoName(urn: string, name: string): string {
    const { inputs, type } = this.subject;
    const prefix = publicText(inputs.namePrefix) ?? publicText(inputs.bucketPrefix);
    const form = nameFormOf(type, { engine: publicText(inputs.engine) });
    const made =
      prefix === undefined ? this.symbols.autoName(urn, name, form) : prefix + this.digits("", 26);
    const fifo = inputs.fifoQueue === true || inputs.fifoTopic === true ? ".fifo" : "";
    const lower =
      factsOf(type).lowerCaseNames || (form !== undefined && foreignIn(form, "A").length > 0);
    return (lower ? made.toLowerCase() : made) + fifo;
  }

  private number(property: string): Value {
    const { urn } = this.subject;
    if (/port$/i.test(property)) {
      return this.port(property) ?? 443;
    }
    // Ten digits: too large for any limit, so that nobody mistakes it for a real value.
    const number = 9e9 + (parseInt(this.digits(property, 8), 16) % 1e9);
    this.symbols.remember(String(number), { urn, property });
    return number;
  }

  /** Given, or the usual one of the engine or else of the service. */
  private port(property: string): number | undefined {
    const { inputs, type } = this.subject;
    const given = inputs[property];
    return typeof given === "number"
      ? given
      : (PORTS[publicText(inputs.engine) ?? ""] ?? PORTS[moduleOf(type)]);
  }

  /** A public IPv4 address. */
  publicAddress(property: string): string {
    return this.remember(this.address(property, true), property);
  }

  private textByName(property: string): string {
    const { region, account } = this.subject;
    const last =
      property
        .replace(/\[\d+\]/g, "")
        .split(".")
        .pop() ?? property;
    if (last === "region") {
      return region;
    }
    if (/^availabilityZone$/.test(last)) {
      return `${region}a`;
    }
    if (/^(accountId|ownerId|registryId|owner)$/.test(last)) {
      return account;
    }
    return this.remember(this.textOfKind(last, property), property);
  }

  private textOfKind(last: string, property: string): string {
    const { region, account, type } = this.subject;
    const made = this.made(property);
    const service = SERVICES[moduleOf(type)] ?? moduleOf(type);
    if (/ip(v4)?(address)?$/i.test(last) && /public|private|address/i.test(last)) {
      return this.address(property, /public/i.test(last));
    }
    if (/arn$/i.test(last)) {
      const place = GLOBAL_SERVICES.has(moduleOf(type)) ? "" : region;
      return `arn:aws:${service}:${place}:${account}:${kindOf(type)}/${made}`;
    }
    if (/ur[li]$/i.test(last)) {
      return `https://${made}.${service}.${region}.amazonaws.com`.toLowerCase();
    }
    if (/(endpoint|dnsname|domainname|fqdn|hostname|address|nameservers?)$/i.test(last)) {
      return `${made}.${service}.${region}.amazonaws.com`.toLowerCase();
    }
    const stem = last === "id" ? kindOf(type) : last.toLowerCase().replace(/ids?$/, "");
    const prefix = /ids?$/i.test(last)
      ? ID_PREFIX[stem.replace(/^(default|main|source)/, "")]
      : undefined;
    return prefix === undefined ? made : prefix + this.digits(property, 17);
  }

  private made(property: string): string {
    return `${this.subject.name}-${this.digits(property, 17)}`.replace(/[^\w.-]/g, "-");
  }

  private address(property: string, isPublic: boolean): string {
    const number = parseInt(this.digits(property, 8), 16);
    if (!isPublic) {
      return `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;
    }
    const { first, second, size } = PUBLIC_ADDRESSES;
    const index = number % size;
    return `${first}.${second + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`;
  }
}

/** A text that is known and not a secret: made-up values must not contain secrets. */
function publicText(value: Value | undefined): string | undefined {
  return typeof value === "string" && value !== UNKNOWN ? value : undefined;
}

const ID_PREFIX: Readonly<Record<string, string>> = {
  vpc: "vpc-",
  subnet: "subnet-",
  securitygroup: "sg-",
  internetgateway: "igw-",
  natgateway: "nat-",
  routetable: "rtb-",
  routetableassociation: "rtbassoc-",
  networkacl: "acl-",
  instance: "i-",
  networkinterface: "eni-",
  volume: "vol-",
  vpcendpoint: "vpce-",
  filesystem: "fs-",
  allocation: "eipalloc-",
  association: "eipassoc-",
  ami: "ami-",
  image: "ami-",
  prefixlist: "pl-",
  zone: "Z",
  hostedzone: "Z",
};

const SERVICES: Readonly<Record<string, string>> = {
  lb: "elasticloadbalancing",
  alb: "elasticloadbalancing",
  elb: "elasticloadbalancing",
  cloudwatch: "logs",
  sfn: "states",
  efs: "elasticfilesystem",
  emr: "elasticmapreduce",
  apigatewayv2: "apigateway",
  cognito: "cognito-idp",
  opensearch: "es",
  vpc: "ec2",
  ebs: "ec2",
};

const GLOBAL_SERVICES = new Set(["iam", "cloudfront", "route53"]);

/** Default ports, by engine or else by service. */
const PORTS: Readonly<Record<string, number>> = {
  postgres: 5432,
  "aurora-postgresql": 5432,
  mysql: 3306,
  mariadb: 3306,
  "aurora-mysql": 3306,
  redis: 6379,
  valkey: 6379,
  memcached: 11211,
  elasticache: 6379,
  dax: 8111,
  redshift: 5439,
  redshiftserverless: 5439,
  rds: 5432,
};

function moduleOf(type: string): string {
  return type.split(":")[1]?.split("/")[0] ?? "";
}

/** `vpc` of `aws:ec2/vpc:Vpc`, `ami` of `aws:ec2/getAmi:getAmi`. */
function kindOf(type: string): string {
  return (type.split(":").pop() ?? "").replace(/^get(?=[A-Z])/, "").toLowerCase();
}

function base36(hex: string, count: number): string {
  return BigInt(`0x${sha256(hex)}`)
    .toString(36)
    .slice(0, count)
    .padEnd(count, "0");
}

function decimal(hex: string, count: number): string {
  const digits = BigInt(`0x${sha256(hex)}`)
    .toString(10)
    .slice(0, count);
  return digits.startsWith("0") ? `1${digits.slice(1)}` : digits;
}

function uuid(hex: string): string {
  return [
    [0, 8],
    [8, 12],
    [12, 16],
    [16, 20],
    [20, 32],
  ]
    .map(([a, b]) => hex.slice(a, b))
    .join("-");
}
