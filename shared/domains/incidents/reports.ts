import { complianceLogReport } from './reports/compliance-report.ts';
import { incidentListReport } from './reports/list-report.ts';
import { incidentReport } from './reports/one-report.ts';
import { authorityForm, regulatorPack } from './reports/regulator-pack.ts';

export const incidentReports = [
  incidentListReport,
  incidentReport,
  complianceLogReport,
  authorityForm,
  regulatorPack,
] as const;
