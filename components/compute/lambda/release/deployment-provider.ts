/**
 * The program that the state keeps of a deployment. Pulumi runs the text of the new program, or that
 * of the state for what the program no longer has; both must do for years. So it only names the file that does the
 * work, and judges by itself what starts a deployment: another version.
 *
 * It runs in Pulumi's dynamic provider, whose working folder is that of Pulumi.yaml.
 */
export const deploymentProvider = `"use strict";
const ours = () => {
  require("ts-node").register({ project: "tsconfig.run.json", transpileOnly: true });
  return require("./components/compute/lambda/release/run-deployment");
};
const id = (inputs) => inputs.applicationName + "/" + inputs.deploymentGroupName;
const run = async (inputs) => ({ ...inputs, ...(await ours().runDeployment(inputs)) });
exports.handler = () => ({
  diff: async (_id, before, after) => ({
    changes: ["functionName", "aliasName", "targetVersion"].some((key) => before[key] !== after[key]),
  }),
  create: async (inputs) => ({ id: id(inputs), outs: await run(inputs) }),
  update: async (_id, _before, inputs) => ({ outs: await run(inputs) }),
});
`;
