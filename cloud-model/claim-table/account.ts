/** What an account, or an account in a region, has once: whoever makes it, makes it for all stacks. */
import type { ClaimFact, ClaimTable } from "./fact";

const fix =
  "Let one stack make it, by the environment's `oncePerAccount` setting, and look it up elsewhere.";

/** A setting of the account in a region; the last stack to write it wins, and deleting it resets it for all. */
const ofRegion: ClaimFact = {
  key: [],
  message:
    "the last stack that writes it wins, and whichever is destroyed resets it for the others",
  fix,
};
const ofAccount: ClaimFact = { ...ofRegion, scope: "account" };

export const accountClaims: ClaimTable = {
  "aws:apigateway/account:Account": [ofRegion],
  "aws:emr/blockPublicAccessConfiguration:BlockPublicAccessConfiguration": [ofRegion],
  "aws:ebs/defaultKmsKey:DefaultKmsKey": [ofRegion],
  "aws:ebs/encryptionByDefault:EncryptionByDefault": [ofRegion],
  "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess": [ofRegion],
  "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess": [ofRegion],
  "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults": [ofRegion],
  "aws:ec2/serialConsoleAccess:SerialConsoleAccess": [ofRegion],
  "aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions": [ofRegion],
  "aws:ecr/registryPolicy:RegistryPolicy": [ofRegion],
  "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration": [ofRegion],
  "aws:ecr/replicationConfiguration:ReplicationConfiguration": [ofRegion],
  "aws:backup/regionSettings:RegionSettings": [ofRegion],
  "aws:backup/globalSettings:GlobalSettings": [ofAccount],
  "aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings": [
    { ...ofRegion, key: ["catalogId?"] },
  ],
  "aws:glue/resourcePolicy:ResourcePolicy": [ofRegion],
  "aws:lakeformation/dataLakeSettings:DataLakeSettings": [{ ...ofRegion, key: ["catalogId?"] }],
  "aws:sns/smsPreferences:SmsPreferences": [ofRegion],
  "aws:ssm/serviceSetting:ServiceSetting": [{ ...ofRegion, key: ["settingId"] }],
  "aws:ecs/accountSettingDefault:AccountSettingDefault": [{ ...ofRegion, key: ["name"] }],
  "aws:xray/encryptionConfig:EncryptionConfig": [ofRegion],
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": [
    { ...ofAccount, key: ["accountId?"] },
  ],
  "aws:iam/accountPasswordPolicy:AccountPasswordPolicy": [ofAccount],
  "aws:iam/accountAlias:AccountAlias": [ofAccount],
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": [{ ...ofRegion, key: ["policyName"] }],
  "aws:xray/resourcePolicy:ResourcePolicy": [{ ...ofRegion, key: ["policyName"] }],
  "aws:guardduty/detector:Detector": [
    {
      ...ofRegion,
      code: "BadRequestException",
      message: "The request is rejected because a detector already exists for the current account.",
    },
  ],
  "aws:cfg/recorder:Recorder": [
    {
      ...ofRegion,
      code: "MaxNumberOfConfigurationRecordersExceededException",
      message: "Failed to put configuration recorder because the maximum number of 1 is reached",
    },
  ],
  "aws:securityhub/account:Account": [
    { ...ofRegion, code: "ResourceConflictException", message: "Account is already subscribed" },
  ],
  "aws:iam/serviceLinkedRole:ServiceLinkedRole": [
    {
      scope: "account",
      key: ["customSuffix?", "awsServiceName"],
      code: "InvalidInput",
      message:
        "Service role name for {awsServiceName} has been taken in this account, please try a different suffix.",
      fix,
    },
  ],
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": [
    {
      scope: "account",
      key: ["url"],
      code: "EntityAlreadyExists",
      message: "Provider with url {url} already exists.",
      fix: "Make it in one stack, and look it up elsewhere: aws.iam.getOpenIdConnectProvider.",
    },
  ],
};
