/** What a report can be made into. `zip` holds the other formats asked for, the attachments and a list of hashes. */
export const EXPORT_FORMATS = ['pdf', 'xlsx', 'docx', 'csv', 'json', 'xml', 'html', 'zip'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
export type DocumentFormat = Exclude<ExportFormat, 'zip'>;

export const DOCUMENT_FORMATS = EXPORT_FORMATS.filter((format): format is DocumentFormat => format !== 'zip');

export const FORMAT_MEDIA_TYPES: { readonly [F in ExportFormat]: string } = {
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
  xml: 'application/xml',
  html: 'text/html; charset=utf-8',
  zip: 'application/zip',
};

export const EXPIRY_DAYS = [1, 7, 30] as const;
export const EXPIRY_DAYS_DEFAULT = 7;
