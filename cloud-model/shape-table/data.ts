/** What the answers of data and decoupling services look like. */
import type { Shapes } from "./templates";

const RDS = "arn:aws:rds:{region}:{account}";

export const DATA: Shapes = {
  // data
  "aws:s3/bucket:Bucket": {
    bucket: "{auto}",
    arn: "arn:aws:s3:::{bucket}",
    bucketDomainName: "{bucket}.s3.amazonaws.com",
    bucketRegionalDomainName: "{bucket}.s3.{region}.amazonaws.com",
    bucketRegion: "{region}",
    websiteEndpoint: "{bucket}.s3-website-{region}.amazonaws.com",
    websiteDomain: "s3-website-{region}.amazonaws.com",
    id: "{bucket}",
  },
  "aws:s3/bucketPolicy:BucketPolicy": { id: "{bucket}" },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": { id: "{bucket}" },
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": { id: "{bucket}" },
  "aws:s3/bucketVersioning:BucketVersioning": { id: "{bucket}" },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": { id: "{bucket}" },
  "aws:s3/bucketNotification:BucketNotification": { id: "{bucket}" },
  "aws:s3/bucketObject:BucketObject": {
    arn: "arn:aws:s3:::{bucket}/{key}",
    etag: "{hex:32}",
    id: "{bucket}/{key}",
  },
  "aws:s3/bucketObjectv2:BucketObjectv2": {
    arn: "arn:aws:s3:::{bucket}/{key}",
    etag: "{hex:32}",
    id: "{bucket}/{key}",
  },
  "aws:dynamodb/table:Table": {
    name: "{auto}",
    arn: "arn:aws:dynamodb:{region}:{account}:table/{name}",
    streamLabel: "2020-01-01T00:00:00.{digits:3}",
    streamArn: "{arn}/stream/{streamLabel}",
    id: "{name}",
  },
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    replicationGroupId: "{auto}",
    arn: "arn:aws:elasticache:{region}:{account}:replicationgroup:{replicationGroupId}",
    primaryEndpointAddress: "master.{replicationGroupId}.{base36:6}.cache.amazonaws.com",
    readerEndpointAddress: "replica.{replicationGroupId}.{base36:6}.cache.amazonaws.com",
    configurationEndpointAddress: "clustercfg.{replicationGroupId}.{base36:6}.cache.amazonaws.com",
    id: "{replicationGroupId}",
  },
  "aws:elasticache/serverlessCache:ServerlessCache": {
    name: "{auto}",
    arn: "arn:aws:elasticache:{region}:{account}:serverlesscache:{name}",
    id: "{name}",
  },
  "aws:dax/cluster:Cluster": {
    clusterName: "{auto}",
    arn: "arn:aws:dax:{region}:{account}:cache/{clusterName}",
    clusterAddress: "{clusterName}.{base36:6}.dax-clusters.{region}.amazonaws.com",
    configurationEndpoint: "{clusterAddress}:8111",
    id: "{clusterName}",
  },
  "aws:rds/instance:Instance": {
    identifier: "{auto}",
    arn: `${RDS}:db:{identifier}`,
    address: "{identifier}.{base36:12}.{region}.rds.amazonaws.com",
    endpoint: "{address}:{port}",
    resourceId: "db-{BASE36:26}",
    id: "{resourceId}",
  },
  "aws:rds/cluster:Cluster": {
    clusterIdentifier: "{auto}",
    arn: `${RDS}:cluster:{clusterIdentifier}`,
    endpoint: "{clusterIdentifier}.cluster-{base36:12}.{region}.rds.amazonaws.com",
    readerEndpoint: "{clusterIdentifier}.cluster-ro-{base36:12}.{region}.rds.amazonaws.com",
    clusterResourceId: "cluster-{BASE36:26}",
    id: "{clusterIdentifier}",
  },
  "aws:rds/clusterInstance:ClusterInstance": {
    identifier: "{auto}",
    arn: `${RDS}:db:{identifier}`,
    endpoint: "{identifier}.{base36:12}.{region}.rds.amazonaws.com",
    id: "{identifier}",
  },
  "aws:rds/subnetGroup:SubnetGroup": {
    name: "{auto}",
    arn: `${RDS}:subgrp:{name}`,
    id: "{name}",
  },
  "aws:rds/proxy:Proxy": {
    name: "{auto}",
    arn: `${RDS}:db-proxy:prx-{hex:17}`,
    endpoint: "{name}.proxy-{base36:12}.{region}.rds.amazonaws.com",
    id: "{name}",
  },
  "aws:opensearch/domain:Domain": {
    domainName: "{auto}",
    arn: "arn:aws:es:{region}:{account}:domain/{domainName}",
    endpoint: "search-{domainName}-{base36:26}.{region}.es.amazonaws.com",
    id: "{arn}",
  },
  "aws:efs/fileSystem:FileSystem": {
    id: "fs-{hex:17}",
    arn: "arn:aws:elasticfilesystem:{region}:{account}:file-system/{id}",
    dnsName: "{id}.efs.{region}.amazonaws.com",
  },
  "aws:efs/accessPoint:AccessPoint": {
    id: "fsap-{hex:17}",
    arn: "arn:aws:elasticfilesystem:{region}:{account}:access-point/{id}",
  },
  // decoupling
  "aws:sqs/queue:Queue": {
    name: "{auto}",
    arn: "arn:aws:sqs:{region}:{account}:{name}",
    url: "https://sqs.{region}.amazonaws.com/{account}/{name}",
    id: "{url}",
  },
  "aws:sqs/queuePolicy:QueuePolicy": { id: "{queueUrl}" },
  "aws:sns/topic:Topic": {
    name: "{auto}",
    arn: "arn:aws:sns:{region}:{account}:{name}",
    id: "{arn}",
  },
  "aws:sns/topicSubscription:TopicSubscription": { arn: "{topic}:{uuid}", id: "{arn}" },
  "aws:kinesis/stream:Stream": {
    name: "{auto}",
    arn: "arn:aws:kinesis:{region}:{account}:stream/{name}",
    id: "{arn}",
  },
  "aws:mq/broker:Broker": {
    id: "b-{uuid}",
    arn: "arn:aws:mq:{region}:{account}:broker:{brokerName}:{id}",
  },
  "aws:sfn/stateMachine:StateMachine": {
    name: "{auto}",
    arn: "arn:aws:states:{region}:{account}:stateMachine:{name}",
    id: "{arn}",
  },
  "aws:cloudwatch/eventBus:EventBus": {
    arn: "arn:aws:events:{region}:{account}:event-bus/{name}",
    id: "{name}",
  },
  "aws:cloudwatch/eventRule:EventRule": {
    name: "{auto}",
    arn: "arn:aws:events:{region}:{account}:rule/{name}",
    id: "{name}",
  },
  "aws:scheduler/schedule:Schedule": {
    name: "{auto}",
    arn: "arn:aws:scheduler:{region}:{account}:schedule/default/{name}",
    id: "default/{name}",
  },
};
