/** Plain and printable; the head of a table comes again on every page. */
export const HTML_STYLE = `
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 1100px; padding: 24px; color: #1c2733; background: #fff;
  font: 14px/1.45 system-ui, "Segoe UI", Roboto, Arial, sans-serif; }
h1 { margin: 0 0 4px; font-size: 24px; }
h2 { margin: 28px 0 8px; font-size: 18px; }
h3 { margin: 20px 0 6px; font-size: 15px; }
.subtitle { margin: 0 0 4px; font-size: 15px; }
.about { margin: 0 0 16px; color: #5a6672; }
.confidential { display: inline-block; margin: 0 0 8px; padding: 2px 10px; border: 2px solid #a40000;
  color: #a40000; font-weight: 700; letter-spacing: 1px; }
.prose { white-space: pre-wrap; overflow-wrap: anywhere; }
table { width: 100%; margin: 16px 0; border-collapse: collapse; }
caption { padding: 4px 0; text-align: left; font-weight: 600; }
th, td { padding: 4px 8px; border-bottom: 1px solid #d6dce2; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; white-space: pre-line; }
th { border-bottom: 2px solid #5a6672; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
dl { margin: 12px 0; }
dl.list { display: grid; gap: 4px; }
dl.list div { display: grid; grid-template-columns: 180px minmax(0, 1fr); gap: 12px; }
dl.tiles { display: flex; flex-wrap: wrap; gap: 10px; }
dl.tiles div { min-width: 110px; padding: 8px 14px; border: 1px solid #d6dce2; border-radius: 4px; }
dl.tiles dd { font-size: 20px; font-weight: 600; }
dt { color: #5a6672; }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
figure { margin: 16px 0; }
figcaption { font-weight: 600; }
img { max-width: 100%; height: auto; }
.picture { max-height: 420px; }
@media print {
  body { max-width: none; padding: 0; font-size: 10px; }
  thead { display: table-header-group; }
  tr, figure { break-inside: avoid; }
}
`;
