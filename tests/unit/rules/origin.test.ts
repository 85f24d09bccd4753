import * as assert from "node:assert/strict";
import { isOrigin } from "../../../rules/base/origin";

describe("origins", () => {
  for (const right of [
    "*",
    "null",
    "https://www.example.com",
    "http://localhost:3000",
    "http://192.0.2.1:8080",
    "http://[2001:db8::1]:8080",
    "capacitor://localhost",
    "https://*",
  ]) {
    it(`${right} is one`, () => assert.ok(isOrigin(right, "whole-host")));
  }

  for (const wrong of [
    "https://www.example.com/",
    "https://www.example.com/app",
    "www.example.com",
    "https://",
    "https://WWW.example.com",
    "https://www.example.com:443",
    "http://www.example.com:80",
    "https://www.example.com?x=1",
    "https://user@www.example.com",
    " https://www.example.com",
    "",
  ]) {
    it(`${JSON.stringify(wrong)} is none`, () =>
      assert.equal(isOrigin(wrong, "within-host"), false));
  }

  it("may have a star within the host where the service reads one", () => {
    assert.equal(isOrigin("https://*.example.com", "within-host"), true);
    assert.equal(isOrigin("https://*.example.com", "whole-host"), false);
  });
});
