/** What differs between the engines of RDS and Aurora. */

interface EngineFacts {
  readonly port: number;
  /** Version where none is given. */
  readonly version: string;
  /** What comes before the version in the name of a parameter group's family. */
  readonly family: string;
  /** Parts of the version that name the family: `17` of 17.4, `8.4` of 8.4.3. */
  readonly familyParts: number;
  /** What is asked of every client, and what the log exports need. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Logs that go to CloudWatch. */
  readonly logs: readonly string[];
}

const postgres = {
  port: 5432,
  version: "17",
  familyParts: 1,
  parameters: { "rds.force_ssl": "1" },
};
const mysql = { port: 3306, familyParts: 2 };
/** Statements of two seconds and more are logged to the file that RDS exports. */
const slowQueries = { slow_query_log: "1", long_query_time: "2" };

/** Of RDS. Log types: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.html */
export const databaseEngines = {
  postgres: { ...postgres, family: "postgres", logs: ["postgresql", "upgrade"] },
  mysql: {
    ...mysql,
    version: "8.4",
    family: "mysql",
    parameters: { require_secure_transport: "1", log_output: "FILE", ...slowQueries },
    logs: ["error", "slowquery"],
  },
} as const satisfies Record<string, EngineFacts>;

export type DatabaseEngine = keyof typeof databaseEngines;

/** The same engines as Aurora has them. */
export const auroraEngines = {
  postgres: { ...postgres, family: "aurora-postgresql", logs: ["postgresql"] },
  mysql: {
    ...mysql,
    version: "8.0",
    family: "aurora-mysql",
    parameters: { require_secure_transport: "ON", ...slowQueries },
    logs: ["error", "slowquery"],
  },
} as const satisfies Record<DatabaseEngine, EngineFacts>;

/** `postgres17`, `mysql8.4`, `aurora-mysql8.0`: which parameters a version has. */
export function parameterFamily({ family, familyParts }: EngineFacts, version: string): string {
  return `${family}${version.split(".").slice(0, familyParts).join(".")}`;
}

/** Parameters as resources take them; the user's beat ours. */
export function parameterList(
  ours: Readonly<Record<string, string>>,
  theirs: Readonly<Record<string, string>> = {},
): { name: string; value: string; applyMethod: string }[] {
  return Object.entries({ ...ours, ...theirs })
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ({
      name,
      value,
      // Ours take effect at once; of others nobody knows here, and RDS refuses "immediate" for static ones.
      applyMethod: name in ours ? "immediate" : "pending-reboot",
    }));
}

/** The user that owns everything; not `admin` or `postgres`, which are guessed first. */
export const ADMINISTRATOR = "administrator";
