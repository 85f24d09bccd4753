import assert from "node:assert/strict";
import {
  mysqlDialect,
  postgresDialect,
  statementsOf,
} from "../../../../components/compute/migrations/statements";

describe("statementsOf", () => {
  const texts = (sql: string, dialect = postgresDialect) =>
    statementsOf(sql, dialect).map(({ text }) => text);

  for (const [what, sql, expected] of [
    ["nothing", " \n;; -- none\n/* none */", []],
    ["a last one without semicolon", "SELECT 1; SELECT 2", ["SELECT 1", "SELECT 2"]],
    ["quotes", `SELECT ';', 'it''s;', ";" ; SELECT 2`, [`SELECT ';', 'it''s;', ";"`, "SELECT 2"]],
    ["backslashes that are none", "SELECT '\\'; SELECT 2", ["SELECT '\\'", "SELECT 2"]],
    ["backslashes of E''", "SELECT E'\\';'; SELECT 2", ["SELECT E'\\';'", "SELECT 2"]],
    [
      "comments",
      "SELECT 1 -- a;b\n; SELECT /* ; /* ; */ ; */ 2",
      ["SELECT 1 -- a;b", "SELECT /* ; /* ; */ ; */ 2"],
    ],
    [
      "dollar quotes",
      "DO $x$ BEGIN; $$;$$ END; $x$; SELECT $1, a$b;",
      ["DO $x$ BEGIN; $$;$$ END; $x$", "SELECT $1, a$b"],
    ],
    ["what never ends", "SELECT 'a;", ["SELECT 'a;"]],
  ] as const) {
    it(`knows ${what}`, () => assert.deepEqual(texts(sql), expected));
  }

  it("knows MySQL's quotes and comments", () => {
    const sql = "SELECT 'a\\';', `;` # ;\n; /*! SELECT 1 */; SELECT '$$;$$'";
    assert.deepEqual(texts(sql, mysqlDialect), [
      "SELECT 'a\\';', `;` # ;",
      "/*! SELECT 1 */",
      "SELECT '$$;$$'",
    ]);
  });

  it("says on which line each begins, after its comments", () => {
    const lines = statementsOf("-- one\n\nSELECT 1;\n\n/* two\n*/ SELECT 2;", postgresDialect);
    assert.deepEqual(
      lines.map(({ line }) => line),
      [3, 6],
    );
  });
});
