// Charts of reports. Loaded only where a page has one (see reports.ts): the values, their words and the links
// to the rows come ready from the server, the colours from the tokens. Canvas only: a picture in SVG and the
// usual tooltip write style attributes, which the content policy forbids.
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { LabelLayout } from "echarts/features";
import { CanvasRenderer } from "echarts/renderers";

echarts.use([BarChart, LineChart, GridComponent, LegendComponent, AriaComponent, LabelLayout, CanvasRenderer]);

interface Series {
  name: string;
  values: number[];
  words: string[];
  links: string[];
  records: boolean[];
}

interface Chart {
  kind: "funnel" | "bars" | "columns";
  names: string[];
  between?: string[];
  totals?: string[];
  series: Series[];
  unit: string;
  stacked?: boolean;
}

const PALETTE = ["blue", "orange", "teal", "violet", "amber", "pink", "green", "sky", "brown", "red", "olive", "slate"];
const drawn = new Map<HTMLElement, echarts.ECharts>();

/** The value of a token in the theme that holds now. */
function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function colour(place: number): string {
  return token(`--f-stage-${PALETTE[place % PALETTE.length]}`);
}

function short(words: string, width: number): string {
  return words.length > width ? `${words.slice(0, width - 1)}…` : words;
}

/** 12 500 000 as «12,5 млн» would need words; an axis shows thousands with the thin space of the tables. */
function axisNumber(value: number): string {
  return value.toLocaleString(document.documentElement.lang || "ru").replace(/\s/g, "\u202f");
}

function barSeries(chart: Chart, one: Series, place: number, horizontal: boolean) {
  const stacked = chart.stacked === true && chart.series.length > 1;
  const before = chart.kind === "funnel" && place > 0;
  const ink = token("--f-ink");
  return {
    type: "bar",
    name: one.name,
    stack: stacked ? "all" : undefined,
    data: one.values.map((value) => (value ? value : { value, itemStyle: { borderWidth: 0 } })),
    barMaxWidth: before ? 12 : 36,
    barGap: "10%",
    itemStyle: {
      color: before ? token("--f-stage-slate-soft") : colour(place),
      borderColor: before ? token("--f-line-strong") : token("--f-surface"),
      borderWidth: stacked || before ? 1 : 0,
      borderRadius: 2,
    },
    emphasis: { disabled: true },
    cursor: one.links.length ? "pointer" : "default",
    label: {
      show: !stacked,
      position: horizontal ? "right" : "top",
      color: before ? token("--f-muted") : ink,
      fontSize: 12,
      formatter: (given: { dataIndex: number }) => {
        const words = one.words[given.dataIndex] ?? "";
        const conversion = !before && chart.between?.[given.dataIndex];
        const star = one.records[given.dataIndex] ? "★ " : "";
        return conversion ? `${words}   → ${conversion}` : `${star}${one.values[given.dataIndex] ? words : ""}`;
      },
    },
    labelLayout: { hideOverlap: true },
  };
}

/** The sums over stacked columns: a series without bars that only carries the labels. */
function totalSeries(chart: Chart, totals: string[], upright: boolean) {
  const sums = chart.names.map((_name, at) => chart.series.reduce((sum, one) => sum + (one.values[at] ?? 0), 0));
  return {
    type: "line",
    name: "",
    data: sums,
    // without a symbol there would be no label
    symbol: "circle",
    symbolSize: 1,
    color: "transparent",
    lineStyle: { width: 0 },
    silent: true,
    label: {
      show: true,
      position: "top",
      // on a phone words side by side would lie over each other
      ...(upright ? { rotate: 90, align: "left", verticalAlign: "middle" } : {}),
      color: token("--f-ink"),
      fontSize: 12,
      formatter: (given: { dataIndex: number }) => (sums[given.dataIndex] ? totals[given.dataIndex] ?? "" : ""),
    },
    labelLayout: { hideOverlap: true },
  };
}

function optionsOf(chart: Chart, width: number, printing: boolean): echarts.EChartsCoreOption {
  const horizontal = chart.kind !== "columns";
  const narrow = width < 560;
  const upright = narrow && chart.names.length > 6;
  const muted = token("--f-muted");
  const names = {
    type: "category",
    data: chart.names,
    inverse: horizontal,
    axisLine: { lineStyle: { color: token("--f-line") } },
    axisTick: { show: false },
    axisLabel: {
      color: token("--f-ink"),
      fontSize: 12,
      interval: horizontal ? 0 : "auto",
      hideOverlap: true,
      formatter: (words: string) => short(words, narrow ? 14 : 28),
    },
  };
  const values = {
    type: "value",
    minInterval: chart.unit === "count" ? 1 : 0,
    axisLabel: { show: !horizontal && !narrow, color: muted, fontSize: 12, formatter: axisNumber },
    splitLine: { show: !horizontal, lineStyle: { color: token("--f-line") } },
    max: horizontal ? (range: { max: number }) => (range.max ? range.max * 1.25 : 1) : undefined,
  };
  const series: unknown[] = chart.series.map((one, place) => barSeries(chart, one, place, horizontal));
  if (chart.stacked && chart.totals && chart.series.length > 1) series.push(totalSeries(chart, chart.totals, upright));
  return {
    animation: false,
    textStyle: { fontFamily: token("--f-font") },
    aria: { enabled: false, decal: { show: printing && chart.series.length > 1 } },
    legend: {
      show: chart.series.length > 1,
      type: "plain",
      top: 0,
      left: 0,
      icon: "roundRect",
      itemWidth: 12,
      itemHeight: 12,
      data: chart.series.map((one) => one.name),
      textStyle: { color: token("--f-ink"), fontSize: 12 },
      selectedMode: false,
    },
    grid: { left: 8, right: 16, top: (chart.series.length > 1 ? 44 + (narrow ? 24 : 0) : 24) + (upright ? 48 : 0), bottom: 8, containLabel: true },
    xAxis: horizontal ? values : names,
    yAxis: horizontal ? names : values,
    series,
  };
}

function heightOf(chart: Chart): number {
  if (chart.kind === "columns") return 340;
  return 56 + chart.names.length * (chart.series.length > 1 ? 60 : 34);
}

/** Draws a chart into its element, or again with the colours and the width that hold now. */
export function draw(element: HTMLElement, printing = false): void {
  if (!element.dataset.chart) return;
  const chart = JSON.parse(element.dataset.chart) as Chart;
  let picture = drawn.get(element);
  if (!picture) {
    element.style.height = `${heightOf(chart)}px`;
    picture = echarts.init(element, null, { renderer: "canvas" });
    picture.on("click", (given) => {
      const link = chart.series[given.seriesIndex ?? 0]?.links[given.dataIndex];
      if (link) window.location.assign(link);
    });
    drawn.set(element, picture);
    new ResizeObserver(() => {
      if (element.isConnected) {
        picture?.resize();
        picture?.setOption(optionsOf(chart, element.clientWidth, false), true);
      }
    }).observe(element);
  }
  picture.setOption(optionsOf(chart, element.clientWidth, printing), true);
}

/** Draws all again: the theme has changed, or the page goes to paper and back. */
export function redraw(printing = false): void {
  for (const [element, picture] of drawn) {
    if (element.isConnected) draw(element, printing);
    else {
      picture.dispose();
      drawn.delete(element);
    }
  }
}
