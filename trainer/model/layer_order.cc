// SPDX-License-Identifier: MIT
#include "trainer/model/layer_order.h"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/depth_first_search.hpp>

namespace wattle::trainer {
namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

/// A vertex is finished once all that it needs is: the topological order of a depth-first search
/// whose edges point to what is needed.
class OrderVisitor : public boost::default_dfs_visitor {
 public:
  explicit OrderVisitor(LayerOrder& found) : found_(&found) {}

  void discover_vertex(std::size_t vertex, const Graph& /*graph*/) {
    path_.push_back(static_cast<int>(vertex));
  }
  void back_edge(Graph::edge_descriptor edge, const Graph& graph) {
    if (!found_->circle.empty()) {
      return;
    }
    const int start = static_cast<int>(boost::target(edge, graph));
    found_->circle.assign(std::find(path_.begin(), path_.end(), start), path_.end());
    found_->circle.push_back(start);
  }
  void finish_vertex(std::size_t vertex, const Graph& /*graph*/) {
    path_.pop_back();
    found_->order.push_back(static_cast<int>(vertex));
  }

 private:
  LayerOrder* found_;
  std::vector<int> path_;  ///< from the root of the search to where it is
};

}  // namespace

LayerOrder order_layers(const std::vector<std::vector<int>>& needs) {
  Graph graph(needs.size());
  for (std::size_t vertex = 0; vertex < needs.size(); ++vertex) {
    for (const int needed : needs[vertex]) {
      boost::add_edge(vertex, static_cast<std::size_t>(needed), graph);
    }
  }
  LayerOrder found;
  std::vector<boost::default_color_type> colors(needs.size());
  boost::depth_first_search(
      graph, OrderVisitor(found),
      boost::make_iterator_property_map(colors.begin(), boost::get(boost::vertex_index, graph)));
  return found;
}

}  // namespace wattle::trainer
