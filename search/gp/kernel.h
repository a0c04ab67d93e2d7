// SPDX-License-Identifier: MIT
// The covariance function of the Gaussian process.
#pragma once

#include <Eigen/Core>
#include <optional>
#include <string_view>

#include "search/gp/embedding.h"
#include "search/gp/hyperparameters.h"
#include "search/gp/input_warp.h"

namespace wattle::search {

enum class KernelFamily { kMatern52, kMatern32, kSquaredExponential };

std::string_view to_string(KernelFamily family);
std::optional<KernelFamily> kernel_family(std::string_view name);

/// A family's correlation as a function of the squared distance q = r^2 [Rasmussen2006, ch. 4.2]:
///   Matern 5/2           (1 + a + a^2/3) exp(-a),  a = sqrt(5 q);  slope -(5/6) (1 + a) exp(-a)
///   Matern 3/2           (1 + a) exp(-a),          a = sqrt(3 q);  slope -(3/2) exp(-a)
///   squared exponential  exp(-q/2);                                slope -(1/2) exp(-q/2)
/// The slope, d correlation / dq, is finite at q = 0 for each. A new family is added here alone.
struct Correlation {
  Eigen::MatrixXd value;
  Eigen::MatrixXd slope;
};
Correlation correlate(KernelFamily family, Eigen::MatrixXd squared_distances);
/// The value alone, in place of the squared distances.
void correlate_in_place(KernelFamily family, Eigen::MatrixXd& squared_distances);

/// k(x, x') = s^2 rho(q) exp(-h / 2), where q is the squared distance of the value columns and h
/// that of the indicator columns (the exponentiated Hamming distance), each column divided by its
/// length scale. Positive definite: q and h are squared Euclidean distances, rho and exp are
/// positive definite functions of them in any dimension, and a product of kernels is a kernel. With
/// an input warp x and x' are warped before they are embedded; a kernel of mapped points is one
/// too.
class Kernel {
 public:
  Kernel(Embedding embedding, KernelFamily family, std::optional<InputWarp> warp = std::nullopt)
      : embedding_(std::move(embedding)), family_(family), warp_(std::move(warp)) {}

  /// The same covariance of points that lack their last coordinates, which no warp may be of; see
  /// Embedding::at.
  Kernel at(const Eigen::VectorXd& context) const {
    return {embedding_.at(context), family_, warp_};
  }

  const Embedding& embedding() const { return embedding_; }
  KernelFamily family() const { return family_; }
  Eigen::Index warp_shapes() const { return warp_ ? warp_->parameters() : 0; }  ///< w

  /// Encoded points (m x d), warped and embedded: m x e, what all else here takes. O(m e).
  Eigen::MatrixXd columns(const Eigen::MatrixXd& points,
                          const Hyperparameters& hyperparameters) const;

  /// K and its derivatives in the two squared distances.
  struct Parts {
    Eigen::MatrixXd covariance;   ///< K, m x n
    Eigen::MatrixXd value_slope;  ///< dK/dq, m x n; dK/dh is -K / 2
  };
  /// Between embedded points A (m x e) and B (n x e). O(m n e) as matrix products: distances come
  /// from |a|^2 + |b|^2 - 2 a.b, whose rounding error of about 1e-16 (|a|^2 + |b|^2) enters k
  /// linearly because the slope is bounded.
  Parts parts(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b,
              const Hyperparameters& hyperparameters) const;
  /// K alone, without memory for anything else of its size (but for indicator columns).
  Eigen::MatrixXd covariance(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b,
                             const Hyperparameters& hyperparameters) const;

  /// sum_ij W_ij dK_ij/d(log l) for symmetric W, n x n, over K = parts(a, a): p x 1. With
  /// dK/d(log l_f) = -2 (dK/ds) (Delta_f / l_f)^2 (s is q or h) and sum_ij G_ij (x_i - x_j)^2 =
  /// 2 x^T (diag(G 1) - G) x, all p gradients are one matrix product, O(n^2 e).
  Eigen::VectorXd length_scale_gradient(const Eigen::MatrixXd& weights, const Parts& parts,
                                        const Eigen::MatrixXd& a,
                                        const Hyperparameters& hyperparameters) const;

  /// sum_ij W_ij dK_ij/d(phi) for symmetric W, n x n, over K = parts(A, A), where A =
  /// columns(points): w x 1. With G = W * dK/dq, 4 (diag(G 1) - G) A_v / l_v^2 is the gradient in
  /// value column v, O(n^2 e), and the warp's chain rule the rest, O(n c).
  Eigen::VectorXd warp_gradient(const Eigen::MatrixXd& weights, const Parts& parts,
                                const Eigen::MatrixXd& a, const Eigen::MatrixXd& points,
                                const Hyperparameters& hyperparameters) const;

  /// Turns gradients in the warped coordinates (d x k) into those in the coordinates of `point`
  /// (d x 1) itself; without a warp they are these.
  void unwarp(const Eigen::VectorXd& point, const Hyperparameters& hyperparameters,
              Eigen::Ref<Eigen::MatrixXd> gradients) const;
  /// dk(x, B_j)/dx for one embedded x (1 x e) and its parts (1 x n), in the warped coordinates:
  /// d x n. Rows of categorical coordinates are zero; those of inactive ones must be ignored by the
  /// caller.
  Eigen::MatrixXd point_gradient(const Eigen::MatrixXd& x, const Eigen::MatrixXd& b,
                                 const Parts& parts, const Hyperparameters& hyperparameters) const;

 private:
  Eigen::MatrixXd scaled(const Eigen::MatrixXd& columns,
                         const Hyperparameters& hyperparameters) const;

  Embedding embedding_;
  KernelFamily family_;
  std::optional<InputWarp> warp_;
};

}  // namespace wattle::search
