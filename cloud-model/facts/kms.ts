/** Keys (AWS KMS). */
import {
  because,
  type Facts,
  FORCES_NEW,
  inRegion,
  NAME_PREFIX,
  NO_SUCH_TYPE,
} from "../type-facts";

export const facts: Facts = {
  "aws:kms/key:Key": {
    outputs: {
      keyId: "{uuid}",
      arn: "arn:aws:kms:{region}:{account}:key/{keyId}",
      id: "{keyId}",
    },
    replaces: {
      spec: "AWS::KMS::Key",
      also: because(
        FORCES_NEW,
        "customerMasterKeySpec",
        "keyUsage",
        "multiRegion",
        "customKeyStoreId",
      ),
    },
  },
  "aws:kms/alias:Alias": {
    outputs: {
      name: "alias/{auto}",
      arn: "arn:aws:kms:{region}:{account}:{name}",
      id: "{name}",
    },
    replaces: {
      spec: "AWS::KMS::Alias",
      names: { AliasName: "name" },
      also: because(NAME_PREFIX, "namePrefix"),
    },
    unique: inRegion("AlreadyExistsException", "An alias with the name {name} already exists"),
  },
  "aws:kms/grant:Grant": {
    outputs: { grantId: "{hex:64}", grantToken: undefined, id: "{keyId}:{grantId}" },
    replaces: {
      also: because(
        NO_SUCH_TYPE,
        "constraints",
        "grantCreationTokens",
        "granteePrincipal",
        "keyId",
        "name",
        "operations",
        "retiringPrincipal",
      ),
    },
  },
};
