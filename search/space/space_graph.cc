// SPDX-License-Identifier: MIT
#include "search/space/space_graph.h"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>
#include <deque>
#include <functional>
#include <queue>

namespace wattle::search {
namespace {

/// An edge from each parameter to every one whose condition speaks of it.
using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS>;

Graph build(const std::vector<std::vector<std::size_t>>& depends_on) {
  Graph graph(depends_on.size());
  for (std::size_t i = 0; i < depends_on.size(); ++i) {
    for (const std::size_t parent : depends_on[i]) boost::add_edge(parent, i, graph);
  }
  return graph;
}

/// Kahn's algorithm with a heap: Boost's own topological sort does not promise which of several
/// orders it finds.
std::vector<std::size_t> topological_order(const Graph& graph) {
  const std::size_t size = boost::num_vertices(graph);
  std::vector<std::size_t> waiting_for(size);
  std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready;
  for (std::size_t vertex = 0; vertex < size; ++vertex) {
    waiting_for[vertex] = boost::in_degree(vertex, graph);
    if (waiting_for[vertex] == 0) ready.push(vertex);
  }
  std::vector<std::size_t> order;
  while (!ready.empty()) {
    const std::size_t vertex = ready.top();
    ready.pop();
    order.push_back(vertex);
    for (auto [edge, end] = boost::out_edges(vertex, graph); edge != end; ++edge) {
      const std::size_t child = boost::target(*edge, graph);
      if (--waiting_for[child] == 0) ready.push(child);
    }
  }
  return order;
}

/// The shortest way from `start` along dependences back to it, breadth first; empty when there is
/// none.
std::vector<std::size_t> cycle_through(std::size_t start, const Graph& graph) {
  const std::size_t unseen = boost::num_vertices(graph);
  std::vector<std::size_t> reached_from(unseen, unseen);
  std::deque<std::size_t> queue{start};
  while (!queue.empty()) {
    const std::size_t vertex = queue.front();
    queue.pop_front();
    for (auto [edge, end] = boost::in_edges(vertex, graph); edge != end; ++edge) {
      const std::size_t parent = boost::source(*edge, graph);
      if (reached_from[parent] != unseen) continue;
      reached_from[parent] = vertex;
      if (parent != start) {
        queue.push_back(parent);
        continue;
      }
      std::vector<std::size_t> path{start};
      for (std::size_t at = vertex; at != start; at = reached_from[at]) path.push_back(at);
      path.push_back(start);
      std::reverse(path.begin(), path.end());
      return path;
    }
  }
  return {};
}

}  // namespace

DependenceOrder order_by_dependence(const std::vector<std::vector<std::size_t>>& depends_on) {
  const Graph graph = build(depends_on);
  DependenceOrder result;
  result.order = topological_order(graph);
  if (result.order.size() == depends_on.size()) return result;

  std::vector<std::size_t> component(depends_on.size());
  const std::size_t components = boost::strong_components(
      graph,
      boost::make_iterator_property_map(component.begin(), boost::get(boost::vertex_index, graph)));
  std::vector<bool> named(components, false);
  for (std::size_t vertex = 0; vertex < depends_on.size(); ++vertex) {
    if (named[component[vertex]]) continue;
    std::vector<std::size_t> cycle = cycle_through(vertex, graph);
    if (cycle.empty()) continue;
    named[component[vertex]] = true;
    result.cycles.push_back(std::move(cycle));
  }
  return result;
}

}  // namespace wattle::search
