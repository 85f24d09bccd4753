/** Roles and policies (AWS IAM). */
import {
  because,
  type Facts,
  inAccount,
  NAME_PREFIX,
  NO_SUCH_TYPE,
  ignoringCase,
} from "../type-facts";

export const facts: Facts = {
  "aws:iam/role:Role": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:iam::{account}:role/{name}",
      uniqueId: "AROA{BASE36:17}",
      id: "{name}",
    },
    replaces: {
      spec: "AWS::IAM::Role",
      names: { RoleName: "name" },
      also: because(NAME_PREFIX, "namePrefix"),
    },
    unique: ignoringCase(inAccount("EntityAlreadyExists", "Role with name {name} already exists.")),
    deletion: {
      code: "DeleteConflict",
      message: "Cannot delete entity, must detach all policies first.",
      namedBy: "name",
    },
  },
  "aws:iam/policy:Policy": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:iam::{account}:policy/{name}",
      policyId: "ANPA{BASE36:17}",
      id: "{arn}",
    },
    replaces: {
      spec: "AWS::IAM::ManagedPolicy",
      names: { ManagedPolicyName: "name" },
      also: because(NAME_PREFIX, "namePrefix"),
    },
    unique: ignoringCase(
      inAccount(
        "EntityAlreadyExists",
        "A policy called {name} already exists. Duplicate names are not allowed.",
      ),
    ),
  },
  "aws:iam/rolePolicy:RolePolicy": {
    outputs: {
      name: "{auto}",
      id: "{role}:{name}",
    },
    replaces: {
      spec: "AWS::IAM::RolePolicy",
      names: { RoleName: "role", PolicyName: "name" },
      also: because(NAME_PREFIX, "namePrefix"),
    },
    standsIn: { "aws:iam/role:Role": ["role"] },
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    outputs: {
      id: "{role}/{policyArn}",
    },
    replaces: { also: because(NO_SUCH_TYPE, "role", "policyArn") },
    quota: {
      what: "managed policies of a role",
      code: "LimitExceeded",
      message: "Cannot exceed quota for PoliciesPerRole: 10",
      limit: 10,
      per: "role",
    },
    standsIn: { "aws:iam/role:Role": ["role"] },
  },
  "aws:iam/instanceProfile:InstanceProfile": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:iam::{account}:instance-profile/{name}",
      id: "{name}",
    },
    replaces: {
      spec: "AWS::IAM::InstanceProfile",
      names: { InstanceProfileName: "name" },
      also: because(NAME_PREFIX, "namePrefix"),
    },
    unique: ignoringCase(
      inAccount("EntityAlreadyExists", "Instance Profile {name} already exists."),
    ),
  },
  "aws:iam/user:User": {
    replaces: {
      spec: "AWS::IAM::User",
      names: { UserName: "name" },
      inPlace: { name: "UpdateUser gives it another name" },
    },
    unique: ignoringCase(inAccount("EntityAlreadyExists", "User with name {name} already exists.")),
  },
};
