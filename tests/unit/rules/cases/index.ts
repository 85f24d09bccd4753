import { alarmCases } from "./alarms";
import { assetCases } from "./assets";
import { containerCases } from "./containers";
import { gatewayCases } from "./gateways";
import { accessCases } from "./access-values";
import { brokerCases } from "./brokers";
import type { Cases } from "./case";
import { cdnCases } from "./cdn";
import { classicLoadBalancingCases } from "./classic-load-balancing";
import { codedeployCases } from "./codedeploy";
import { cognitoCases } from "./cognito";
import { cacheCases } from "./caches";
import { dataCases } from "./data";
import { dnsCases } from "./dns";
import { databaseValueCases } from "./database-values";
import { databaseCases } from "./databases";
import { edgeCases } from "./edge";
import { computeCases } from "./compute";
import { emrCases } from "./emr";
import { eventSourceCases } from "./event-sources";
import { iotCases } from "./iot";
import { healthCheckCases } from "./health-checks";
import { lambdaCases } from "./lambda";
import { loadBalancingCases } from "./load-balancing";
import { namesCases } from "./names";
import { networkCases } from "./network";
import { policyCases } from "./policies";
import { restApiCases } from "./rest-api";
import { warehouseCases } from "./warehouses";
import { wafCases } from "./waf";
import { secretsCases } from "./secrets";
import { stepFunctionsCases } from "./step-functions";
import { storageCases } from "./storage";

/** One case for each rule of one resource. */
export const cases: Cases = {
  ...lambdaCases,
  ...codedeployCases,
  ...computeCases,
  ...eventSourceCases,
  ...brokerCases,
  ...cacheCases,
  ...emrCases,
  ...warehouseCases,
  ...dataCases,
  ...cdnCases,
  ...dnsCases,
  ...databaseCases,
  ...databaseValueCases,
  ...edgeCases,
  ...classicLoadBalancingCases,
  ...loadBalancingCases,
  ...healthCheckCases,
  ...restApiCases,
  ...wafCases,
  ...networkCases,
  ...policyCases,
  ...secretsCases,
  ...storageCases,
  ...namesCases,
  ...stepFunctionsCases,
  ...cognitoCases,
  ...iotCases,
  ...alarmCases,
  ...accessCases,
  ...assetCases,
  ...containerCases,
  ...gatewayCases,
};
