// SPDX-License-Identifier: MIT
// How each family reads its members and stacks its layers; families.h says what comes out.
#pragma once

#include <cstdint>

#include "trainer/field_reader.h"
#include "trainer/model/description.h"

namespace wattle::trainer {

// Heuristic ends: beyond them a scenario is mistaken rather than ambitious.
constexpr Range kWidth{1.0, 1e6};
constexpr Range kDepth{1.0, 64.0};
constexpr Range kProbability{0.0, 1.0, false, true};

/// Leaves faults in the reader and in the builder.
using FamilyBuilder = void(FieldReader&, const InputDescription&, std::int64_t outputs,
                           DescriptionBuilder&);

FamilyBuilder build_mlp;
FamilyBuilder build_dense_poly;
FamilyBuilder build_dense_linear;
FamilyBuilder build_simple_cnn;
FamilyBuilder build_cnn;
FamilyBuilder build_vgg;
FamilyBuilder build_resnet;
FamilyBuilder build_mobilenet_v2;
FamilyBuilder build_xception;
FamilyBuilder build_nasnet;
FamilyBuilder build_lstm;
FamilyBuilder build_transformer;

/// The member `activation`.
Activation read_activation(FieldReader& reader, Activation fallback);

/// A square convolution that keeps its input's height and width at stride 1.
struct ConvolutionBlock {
  std::int64_t channels = 1;
  std::int64_t kernel = 3;
  std::int64_t stride = 1;
  std::int64_t groups = 1;
  Activation activation = Activation::kRelu;  ///< behind the normalisation
};

/// Convolution without bias, batch normalisation, activation.
void add_convolution_block(DescriptionBuilder& builder, const ConvolutionBlock& block);

/// `stride` where the image stays at least kSmallestSide wide and high, else 1: networks drawn for
/// large photographs thus keep their shape there and still see something in small ones.
constexpr std::int64_t kSmallestSide = 4;
std::int64_t stride_that_fits(const DescriptionBuilder& builder, std::int64_t stride);

/// Global average pooling, dropout, linear.
void add_pooled_classifier(DescriptionBuilder& builder, double dropout, std::int64_t outputs);

}  // namespace wattle::trainer
