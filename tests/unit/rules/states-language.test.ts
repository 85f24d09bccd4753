import assert from "node:assert/strict";
import { readsTaskToken, tasksOf } from "../../../rules/base/states-language";
import { definitionProblems } from "../../../rules/base/states-language-problems";

const pass = { Type: "Pass", End: true };

describe("definitions in the Amazon States Language", () => {
  const wrong = (definition: object) =>
    definitionProblems(definition as never).map(({ mistake, path }) => `${mistake}: ${path}`);

  it("leaves right ones alone, whatever their data are called", () => {
    const definition = {
      QueryLanguage: "JSONata",
      StartAt: "Each",
      States: {
        Each: {
          Type: "Map",
          ItemProcessor: { StartAt: "One", States: { One: pass } },
          Next: "Both",
        },
        Both: {
          Type: "Parallel",
          Branches: [
            { StartAt: "Left", States: { Left: { ...pass, Output: { Next: "x", States: 1 } } } },
            { StartAt: "Right", States: { Right: { Type: "Fail", Error: "E" } } },
          ],
          Catch: [{ ErrorEquals: ["States.ALL"], Next: "Stop" }],
          Next: "Which",
        },
        Which: {
          Type: "Choice",
          Choices: [{ Condition: "{% true %}", Next: "Each" }],
          Default: "Stop",
        },
        Stop: { Type: "Succeed" },
      },
    };
    assert.deepEqual(wrong(definition), []);
  });

  it("finds transitions out of a branch, into one, and by Catch, Choices and Default", () => {
    const States = {
      A: {
        Type: "Map",
        ItemProcessor: { StartAt: "B", States: { B: { Type: "Pass", Next: "Z" } } },
        Catch: [{ ErrorEquals: ["States.ALL"], Next: "B" }],
        Next: "C",
      },
      C: {
        Type: "Choice",
        Choices: [{ Variable: "$.x", IsNull: true, Next: "Y" }],
        Default: "X",
      },
      Z: { Type: "Succeed" },
    };
    assert.deepEqual(wrong({ StartAt: "A", States }).sort(), [
      "transition: States.A.Catch[0].Next",
      "transition: States.A.ItemProcessor.States.B.Next",
      "transition: States.C.Choices[0].Next",
      "transition: States.C.Default",
    ]);
  });

  it("finds names that are used twice, and a start that is none", () => {
    const branch = { StartAt: "A", States: { A: pass } };
    const both = { Type: "Parallel", Branches: [branch, branch], End: true };
    assert.deepEqual(wrong({ StartAt: "P", States: { P: both } }), [
      "name: States.P.Branches[1].States.A",
    ]);
    assert.deepEqual(wrong({ StartAt: "Q", States: { A: pass } }), ["transition: StartAt"]);
  });

  it("finds fields that are missing, too many, or of the other language", () => {
    const of = (state: object, rest: object = {}) =>
      wrong({ StartAt: "A", States: { A: state }, ...rest });
    assert.deepEqual(of({ Type: "Task", End: true }), ["fields: States.A"]);
    assert.deepEqual(of({ Type: "Pass", End: true, Next: "A" }), ["fields: States.A"]);
    assert.deepEqual(of({ Type: "Wait", Seconds: 1, Timestamp: "x", End: true }), [
      "fields: States.A",
    ]);
    assert.deepEqual(of({ Type: "Succeed", End: true }), ["fields: States.A.End"]);
    const jsonata = { QueryLanguage: "JSONata" };
    assert.deepEqual(of({ ...pass, ResultPath: "$" }, jsonata), ["query: States.A.ResultPath"]);
    assert.deepEqual(of({ ...pass, ...jsonata, Output: 1 }), []);
    assert.deepEqual(of({ ...pass, QueryLanguage: "JSONPath" }, jsonata), [
      "query: States.A.QueryLanguage",
    ]);
  });

  it("finds fields of the other language within catchers, choices and what a map reads", () => {
    const of = (state: object, rest: object = {}) =>
      wrong({ StartAt: "A", States: { A: state, B: pass }, ...rest });
    const jsonata = { QueryLanguage: "JSONata" };
    const task = { Type: "Task", Resource: "r", Next: "B" };
    const caught = (more: object) => ({ Catch: [{ ErrorEquals: ["E"], Next: "B", ...more }] });
    assert.deepEqual(of({ ...task, ...caught({ ResultPath: "$.e" }) }), []);
    assert.deepEqual(of({ ...task, ...caught({ ResultPath: "$.e" }) }, jsonata), [
      "query: States.A.Catch[0].ResultPath",
    ]);
    assert.deepEqual(of({ ...task, ...caught({ Output: 1 }) }), [
      "query: States.A.Catch[0].Output",
    ]);
    const choice = (more: object) => ({ Type: "Choice", Choices: [{ Next: "B", ...more }] });
    const condition = { Condition: "{% true %}" };
    assert.deepEqual(of(choice(condition), jsonata), []);
    assert.deepEqual(of(choice(condition)), [
      "query: States.A.Choices[0].Condition",
      "literal: States.A.Choices[0].Condition",
    ]);
    assert.deepEqual(of(choice({ Variable: "$.x", IsNull: true }), jsonata), [
      "query: States.A.Choices[0].Variable",
      "query: States.A.Choices[0].Condition",
    ]);
    const map = (reader: object) => ({
      ...{ Type: "Map", Next: "B", ItemReader: { Resource: "r", ...reader } },
      ItemProcessor: { StartAt: "C", States: { C: pass } },
    });
    assert.deepEqual(of(map({ Arguments: { Bucket: "b" } }), jsonata), []);
    assert.deepEqual(of(map({ Parameters: { Bucket: "b" } }), jsonata), [
      "query: States.A.ItemReader.Parameters",
    ]);
    assert.deepEqual(wrong({ StartAt: "A", States: { A: pass }, QueryLanguage: "Jsonata" }), [
      "query: QueryLanguage",
    ]);
  });

  it("finds expressions that Step Functions can't read, each where it stands", () => {
    const of = (state: object) =>
      wrong({ QueryLanguage: "JSONata", StartAt: "A", States: { A: state, B: pass } });
    const task = (more: object) => ({ Type: "Task", Resource: "r", Next: "B", ...more });
    const caught = (Output: string) => task({ Catch: [{ ErrorEquals: ["E"], Next: "B", Output }] });
    const at = (path: string) => [`expression: States.A.${path}`];
    for (const text of ["{% $states.result.id %}", "{% $exists($states.result) %}"]) {
      assert.deepEqual(of(task({ Output: { id: text }, Assign: { id: text } })), []);
      assert.deepEqual(of(task({ Arguments: { id: text } })), at("Arguments.id"));
      assert.deepEqual(of({ Type: "Pass", Next: "B", Output: text }), at("Output"));
      assert.deepEqual(of(caught(text)), at("Catch[0].Output"));
    }
    assert.deepEqual(of(caught("{% $states.errorOutput.Cause %}")), []);
    assert.deepEqual(of(task({ Output: "{% $states.errorOutput %}" })), at("Output"));
    // A name of the user's own, and one within a text, are something else.
    assert.deepEqual(of(task({ Arguments: { a: "{% $map($x, function($v){$v.result}) %}" } })), []);
    assert.deepEqual(of(task({ Arguments: { a: "{% '$states.result' %}" } })), []);
    for (const text of ["{% 1 + %}", "{% %}", "{% a ?? b %}", "{% $eval('1') %}"]) {
      assert.deepEqual(of(task({ TimeoutSeconds: text })), at("TimeoutSeconds"), text);
    }
    for (const text of ["{% a", "a %}", " {% a %}", "{% a %} "]) {
      assert.deepEqual(of(task({ Arguments: { deep: [text] } })), at("Arguments.deep[0]"), text);
    }
    assert.deepEqual(of(task({ Arguments: { "id.$": "$.id" } })), [
      "literal: States.A.Arguments.id.$",
    ]);
    const inner = { StartAt: "C", States: { C: { Type: "Pass", Output: "{% ( %}", End: true } } };
    assert.deepEqual(of({ Type: "Map", ItemProcessor: inner, Next: "B" }), [
      "expression: States.A.ItemProcessor.States.C.Output",
    ]);
  });

  it("finds tasks wherever they stand, and whether they hand their token on", () => {
    const inner = { StartAt: "T", States: { T: { Type: "Task", Resource: "r", End: true } } };
    const all = tasksOf({ StartAt: "M", States: { M: { Type: "Map", Iterator: inner } } } as never);
    assert.deepEqual(
      all.map(({ path }) => path),
      ["States.M.Iterator.States.T"],
    );
    for (const text of ["$$.Task.Token", "{% $states.context.Task.Token %}", "$$"]) {
      assert.equal(readsTaskToken({ deep: [text] }), true, text);
    }
    for (const text of ["$.token", "{% $states.context.Execution.Id %}", "Task.Token"]) {
      assert.equal(readsTaskToken({ deep: [text] }), false, text);
    }
  });
});
