import type { Cases } from "./case";

const iot = { principal: "iot.amazonaws.com" };
const arn = "arn:aws:iot:eu-west-1:123456789012:rule/seen";

export const iotCases: Cases = {
  "IOT-01": { pass: { ...iot, sourceArn: arn }, fail: iot },
  "IOT-02": {
    pass: { sql: "SELECT *, topic(2) AS camera\nFROM 'cameras/+/seen' WHERE motion = true" },
    fail: { sql: "SELECT * WHERE motion = true" },
  },
  "IOT-02-topic": {
    pass: { sql: "SELECT * FROM 'cameras/#'" },
    fail: { sql: "SELECT * FROM 'cameras/#/seen'" },
  },
  "IOT-03": { pass: { sqlVersion: "2016-03-23" }, fail: { sqlVersion: "2016-03-24" } },
  "IOT-04": { pass: { errorAction: { sqs: {} } }, fail: {} },
};
