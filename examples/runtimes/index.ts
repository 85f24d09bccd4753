/** One function a language: each takes `{ "name": "Ann" }` and returns `{ "greeting": "Hello, Ann!" }`. */
import * as pulumi from "@pulumi/pulumi";
import { ComputeLayer, LambdaFunction } from "../../components/compute";
import { Environment } from "../../components/environment";
import { built, source } from "./code";

export = () => {
  const config = new pulumi.Config();
  const environment = new Environment(pulumi.getStack(), {
    region: "eu-west-1",
    production: false,
    logRetentionDays: 30,
  });
  const inside = { parent: new ComputeLayer("compute", {}, { parent: environment }) };

  // The source is the package.
  const python = { runtime: "python3.14", handler: "app.handler", code: source("python") };
  const ruby = { runtime: "ruby4.0", handler: "app.handler", code: source("ruby") };

  // Compiled to an executable called bootstrap. The handler's name is not used.
  const native = { runtime: "provided.al2023", handler: "bootstrap" };
  const go = { ...native, code: built("go") };
  const rust = { ...native, code: built("rust") };

  // Compiled for a virtual machine, which takes longer to start: more memory means more processor.
  const java = { runtime: "java25", handler: "greeting.Handler::greet", code: built("java") };
  const dotnet = {
    runtime: "dotnet10",
    handler: "Greeting::Greeting.Function::Greet",
    code: built("dotnet"),
  };
  const powershell = {
    runtime: "dotnet10",
    handler: "greeting::greeting.Bootstrap::ExecuteFunction",
    code: built("powershell"),
  };
  const larger = { memorySize: 1024 };

  // Built and pushed while deploying, from the same source.
  const dockerfile = { image: { context: "./python", dockerfile: "./image/Dockerfile" } };

  const functions = {
    python: new LambdaFunction("python", python, {}, inside),
    ruby: new LambdaFunction("ruby", ruby, {}, inside),
    go: new LambdaFunction("go", go, {}, inside),
    rust: new LambdaFunction("rust", rust, {}, inside),
    java: new LambdaFunction("java", java, { ...larger, snapStart: true }, inside),
    dotnet: new LambdaFunction("dotnet", dotnet, { ...larger, snapStart: true }, inside),
    powershell: new LambdaFunction("powershell", powershell, larger, inside),
    image: new LambdaFunction("image", { image: config.require("imageUri") }, {}, inside),
    builtImage: new LambdaFunction("built-image", dockerfile, {}, inside),
  };
  return Object.fromEntries(Object.entries(functions).map(([name, { arn }]) => [name, arn]));
};
