import { incidentListReport } from './reports/list-report.ts';
import { incidentReport } from './reports/one-report.ts';

export const incidentReports = [incidentListReport, incidentReport] as const;
