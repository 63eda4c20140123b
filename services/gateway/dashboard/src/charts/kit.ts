// The parts of ECharts that the page uses, in one chunk that is loaded when the
// first chart is shown.
import { SankeyChart, TreemapChart } from 'echarts/charts';
import { AriaComponent, TooltipComponent } from 'echarts/components';
import { type EChartsType, init, use } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { CanvasRenderer } from 'echarts/renderers';

use([AriaComponent, CanvasRenderer, LabelLayout, SankeyChart, TooltipComponent, TreemapChart]);

export type Chart = EChartsType;
export const makeChart = (element: HTMLElement): Chart =>
  init(element, null, { renderer: 'canvas' });
