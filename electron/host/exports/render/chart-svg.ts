import { BarChart, LineChart, PieChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { chartOption } from '#shared/reports/chart-option.ts';
import type { ChartSection } from '#shared/reports/sections.ts';

use([BarChart, LineChart, PieChart, GridComponent, LegendComponent, SVGRenderer]);

/**
 * What ECharts adds for pages that hear a pointer: names that count up with every chart of the process, and styles
 * for what is pointed at. Paper needs none of it, and the same chart is to be the same text.
 */
const FOR_POINTERS =
  / class="zr[^"]*"| ecmeta_\w+="[^"]*"| pointer-events="\w+"|<style[^>]*>[\s\S]*?<\/style>/g;

/** A chart as a vector picture, drawn without a page. */
export function chartSvg(
  chart: ChartSection,
  size: { readonly width: number; readonly height: number },
): string {
  const drawing = init(null, null, { renderer: 'svg', ssr: true, ...size });
  try {
    drawing.setOption(chartOption(chart));
    return drawing.renderToSVGString().replace(FOR_POINTERS, '');
  } finally {
    drawing.dispose();
  }
}
