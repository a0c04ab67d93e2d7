// SPDX-License-Identifier: MIT
#include "trainer/dataset/image.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace wattle::trainer {
namespace {

/// One old pixel's share in a new one.
struct Share {
  std::int64_t from = 0;
  double weight = 0.0;
};

/// For each new pixel of a side the old pixels under it; weights add up to 1.
using Shares = std::vector<std::vector<Share>>;

Shares shares(std::int64_t from, std::int64_t to) {
  Shares result(static_cast<std::size_t>(to));
  for (std::int64_t pixel = 0; pixel < to; ++pixel) {
    // In units of 1 / to of an old pixel, so that all ends are whole numbers.
    const std::int64_t begin = pixel * from;
    const std::int64_t end = begin + from;
    for (std::int64_t old = begin / to; old * to < end; ++old) {
      const std::int64_t covered = std::min(end, (old + 1) * to) - std::max(begin, old * to);
      result[static_cast<std::size_t>(pixel)].push_back(
          {old, static_cast<double>(covered) / static_cast<double>(from)});
    }
  }
  return result;
}

/// One row in its new width.
template <class Number>
void scale_row(const Number* old, const Shares& columns, std::vector<double>& row) {
  row.clear();
  for (const std::vector<Share>& column : columns) {
    double sum = 0.0;
    for (const Share& share : column) {
      sum += share.weight * static_cast<double>(old[share.from]);
    }
    row.push_back(sum);
  }
}

template <class Number>
void add_row(const Number* old, double weight, std::vector<double>& sums) {
  for (std::size_t i = 0; i < sums.size(); ++i) {
    sums[i] += weight * static_cast<double>(old[i]);
  }
}

std::uint8_t rounded(double value) { return static_cast<std::uint8_t>(std::lround(value)); }

/// One plane from one size to another; appends to `pixels`.
class Plane {
 public:
  Plane(const std::uint8_t* old, std::int64_t width, const Shares& rows, const Shares& columns)
      : old_(old), width_(width), rows_(rows), columns_(columns) {}

  /// Each row is brought to its new width once, then summed.
  void scale_then_sum(std::vector<std::uint8_t>& pixels) const {
    std::vector<double> row;
    std::int64_t scaled = -1;  // the old row that `row` comes from
    for (const std::vector<Share>& under : rows_) {
      std::vector<double> sums(columns_.size());
      for (const Share& share : under) {
        if (share.from != scaled) {
          scale_row(old_ + share.from * width_, columns_, row);
          scaled = share.from;
        }
        add_row(row.data(), share.weight, sums);
      }
      append(sums, pixels);
    }
  }

  void sum_then_scale(std::vector<std::uint8_t>& pixels) const {
    std::vector<double> row;
    for (const std::vector<Share>& under : rows_) {
      std::vector<double> sums(static_cast<std::size_t>(width_));
      for (const Share& share : under) {
        add_row(old_ + share.from * width_, share.weight, sums);
      }
      scale_row(sums.data(), columns_, row);
      append(row, pixels);
    }
  }

 private:
  static void append(const std::vector<double>& row, std::vector<std::uint8_t>& pixels) {
    std::transform(row.begin(), row.end(), std::back_inserter(pixels), rounded);
  }

  const std::uint8_t* old_;
  std::int64_t width_;
  const Shares& rows_;
  const Shares& columns_;
};

}  // namespace

Image with_channels(const Image& image, std::int64_t channels) {
  if (image.channels == channels) {
    return image;
  }
  Image result{channels, image.height, image.width, {}};
  const auto plane = static_cast<std::size_t>(image.height * image.width);
  result.pixels.reserve(plane * static_cast<std::size_t>(channels));
  if (channels == 1) {
    for (std::size_t i = 0; i < plane; ++i) {
      result.pixels.push_back(rounded(0.299 * image.pixels[i] + 0.587 * image.pixels[plane + i] +
                                      0.114 * image.pixels[2 * plane + i]));
    }
  } else {
    for (std::int64_t channel = 0; channel < channels; ++channel) {
      result.pixels.insert(result.pixels.end(), image.pixels.begin(), image.pixels.end());
    }
  }
  return result;
}

Image resized(const Image& image, std::int64_t height, std::int64_t width) {
  if (image.height == height && image.width == width) {
    return image;
  }
  Image result{image.channels, height, width, {}};
  result.pixels.reserve(static_cast<std::size_t>(image.channels * height * width));
  const Shares rows = shares(image.height, height);
  const Shares columns = shares(image.width, width);
  // Between the two steps there are image.height x width pixels, or height x image.width. The
  // smaller of them is at most the larger of old and new.
  const bool narrow_first = image.height * width <= height * image.width;
  for (std::int64_t channel = 0; channel < image.channels; ++channel) {
    const Plane plane(image.pixels.data() + channel * image.height * image.width, image.width, rows,
                      columns);
    if (narrow_first) {
      plane.scale_then_sum(result.pixels);
    } else {
      plane.sum_then_scale(result.pixels);
    }
  }
  return result;
}

}  // namespace wattle::trainer
