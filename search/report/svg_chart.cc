// SPDX-License-Identifier: MIT
#include "search/report/svg_chart.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "search/report/html_text.h"
#include "search/report/number_text.h"
#include "search/report/ticks.h"

namespace wattle::search {
namespace {

// The drawing's own units. Small, so that a phone that shows it 360 pixels wide keeps the text
// legible: 12 units are then about 10 pixels.
constexpr double kWidth = 440.0;
constexpr double kHeight = 280.0;
constexpr double kLeft = 56.0;
constexpr double kRight = 14.0;
constexpr double kTop = 30.0;
constexpr double kBottom = 44.0;
/// An axis label is cut after this many characters, which is what the width holds.
constexpr std::size_t kLabelLength = 60;
/// About 7 units a bold character at the size of labels: to keep direct labels inside the frame.
constexpr double kCharacterWidth = 7.2;

std::string unit(double value) { return number_text(std::round(value * 10.0) / 10.0, 6); }

struct Range {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();

  void add(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
};

/// Data to drawing units.
struct Frame {
  AxisScale x;
  AxisScale y;

  double left(double value) const { return kLeft + x.to_unit(value) * (kWidth - kLeft - kRight); }
  double top(double value) const {
    return kHeight - kBottom - y.to_unit(value) * (kHeight - kTop - kBottom);
  }
};

std::string tick_text(const ChartAxis& axis, double value) {
  return axis.joules ? joules_text(Joules(value)) : number_text(value, 4);
}

std::string text_at(double x, double y, const char* anchor, const char* style,
                    const std::string& text) {
  return "<text x=\"" + unit(x) + "\" y=\"" + unit(y) + "\" text-anchor=\"" + anchor +
         "\" class=\"" + style + "\">" + html_escape(text) + "</text>\n";
}

std::string grid_line(double x1, double y1, double x2, double y2) {
  return "<line x1=\"" + unit(x1) + "\" y1=\"" + unit(y1) + "\" x2=\"" + unit(x2) + "\" y2=\"" +
         unit(y2) + "\" class=\"grid\"/>\n";
}

/// At most kLabelLength characters; never cuts inside a UTF-8 sequence.
std::string shortened(const std::string& label) {
  if (label.size() <= kLabelLength) return label;
  std::size_t end = kLabelLength;
  while (end > 0 && (static_cast<unsigned char>(label[end]) & 0xC0U) == 0x80U) --end;
  return label.substr(0, end) + "…";
}

std::string draw_axes(const Chart& chart, const Frame& frame) {
  std::string svg;
  constexpr int kTicksAcross = 5;
  constexpr int kTicksUp = 5;
  for (const double tick : frame.x.ticks(kTicksAcross)) {
    if (chart.x.whole_numbers && tick != std::round(tick)) continue;
    const double x = frame.left(tick);
    svg += grid_line(x, kTop, x, kHeight - kBottom);
    svg += text_at(x, kHeight - kBottom + 17, "middle", "tick", tick_text(chart.x, tick));
  }
  for (const double tick : frame.y.ticks(kTicksUp)) {
    const double y = frame.top(tick);
    svg += grid_line(kLeft, y, kWidth - kRight, y);
    svg += text_at(kLeft - 8, y + 4, "end", "tick", tick_text(chart.y, tick));
  }
  svg += text_at(2, 14, "start", "axis", shortened(chart.y.label));
  svg += text_at(kWidth - kRight, kHeight - 7, "end", "axis", shortened(chart.x.label));
  return svg;
}

std::string draw_dots(const ChartLayer& layer, const Frame& frame) {
  const bool strong = layer.mark == ChartLayer::Mark::kStrong;
  std::string svg;
  for (std::size_t i = 0; i < layer.points.size(); ++i) {
    const ChartPoint& point = layer.points[i];
    svg += "<circle cx=\"" + unit(frame.left(point.x)) + "\" cy=\"" + unit(frame.top(point.y)) +
           "\" r=\"" + (strong ? "4.5" : "3.5") + "\" class=\"" + (strong ? "strong" : "dot") +
           "\">";
    if (i < layer.tooltips.size()) svg += "<title>" + html_escape(layer.tooltips[i]) + "</title>";
    svg += "</circle>\n";
  }
  return svg;
}

std::string draw_stairs(const ChartLayer& layer, const Frame& frame) {
  std::string path;
  for (const ChartPoint& point : layer.points) {
    const std::string x = unit(frame.left(point.x));
    path += path.empty() ? "M" + x : "H" + x;
    path += path.size() == x.size() + 1 ? " " : "V";
    path += unit(frame.top(point.y));
  }
  return "<path d=\"" + path + "\" class=\"line\"/>\n";
}

/// Above the last point, shifted so that it stays inside the frame.
std::string draw_label(const ChartLayer& layer, const Frame& frame) {
  if (layer.label.empty()) return {};
  const ChartPoint& point = layer.points.back();
  const double half = 0.5 * kCharacterWidth * static_cast<double>(layer.label.size());
  const double x = std::max(kLeft + half, std::min(frame.left(point.x), kWidth - kRight - half));
  const double above = frame.top(point.y) - 10;
  const double y = above < kTop - 6 ? frame.top(point.y) + 20 : above;
  return text_at(x, y, "middle", "label", layer.label);
}

std::string draw_layer(const ChartLayer& layer, const Frame& frame) {
  if (layer.points.empty()) return {};
  return (layer.mark == ChartLayer::Mark::kStairs ? draw_stairs(layer, frame)
                                                  : draw_dots(layer, frame)) +
         draw_label(layer, frame);
}

}  // namespace

std::string svg_chart(const Chart& chart) {
  Range x;
  Range y;
  for (const ChartLayer& layer : chart.layers) {
    for (const ChartPoint& point : layer.points) {
      x.add(point.x);
      y.add(point.y);
    }
  }
  const bool empty = x.low > x.high;
  std::string svg = "<svg viewBox=\"0 0 " + unit(kWidth) + " " + unit(kHeight) +
                    "\" role=\"img\" aria-labelledby=\"" + chart.id + "-title " + chart.id +
                    "-desc\">\n<title id=\"" + chart.id + "-title\">" + html_escape(chart.title) +
                    "</title>\n<desc id=\"" + chart.id + "-desc\">" +
                    html_escape(chart.description) + "</desc>\n";
  if (empty) {
    svg += text_at(kWidth / 2, kHeight / 2, "middle", "axis", "No trial to show yet");
  } else {
    const Frame frame{AxisScale(x.low, x.high, chart.x.logarithmic),
                      AxisScale(y.low, y.high, chart.y.logarithmic)};
    svg += draw_axes(chart, frame);
    for (const ChartLayer& layer : chart.layers) svg += draw_layer(layer, frame);
  }
  return svg + "</svg>\n";
}

std::string svg_stacked_bar(const std::string& title, const std::vector<AccountShare>& shares) {
  std::string description;
  std::string parts;
  double left = 0.0;
  int index = 0;
  for (const AccountShare& share : shares) {
    const std::string words =
        share.name + ": " + joules_text(share.joules) + " (" + percent_text(share.share) + ")";
    description += (description.empty() ? "" : "; ") + words;
    const double width = 1000.0 * std::max(0.0, share.share);
    parts += "<rect x=\"" + unit(left) + "\" y=\"0\" width=\"" + unit(width) +
             "\" height=\"10\" class=\"part-" + std::to_string(index++) + "\"><title>" +
             html_escape(words) + "</title></rect>\n";
    left += width;
  }
  return "<svg viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" role=\"img\" class=\"bar\" "
         "aria-labelledby=\"bar-title bar-desc\">\n<title id=\"bar-title\">" +
         html_escape(title) + "</title>\n<desc id=\"bar-desc\">" + html_escape(description) +
         "</desc>\n" + parts + "</svg>\n";
}

}  // namespace wattle::search
